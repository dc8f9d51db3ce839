using Balcao.Contract;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Balcao.Platform.Storage;

/// <summary>An instant as UTC milliseconds since 1970: sorts and compares in the same way on every engine.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

/// <summary>An id as PostgreSQL's uuid.</summary>
internal sealed class UuidIdConverter<TId>() : ValueConverter<TId, Guid>(
    id => id.Value, stored => FromStored(stored)) where TId : struct, IId<TId>
{
    private static TId FromStored(Guid stored) => TId.Of(stored);
}

/// <summary>An id as SQLite's blob of 16 bytes, in the byte order in which UUIDv7 sorts.</summary>
internal sealed class BlobIdConverter<TId>() : ValueConverter<TId, byte[]>(
    id => id.Value.ToByteArray(true), stored => FromStored(stored)) where TId : struct, IId<TId>
{
    private static TId FromStored(byte[] stored) => TId.Of(new Guid(stored, bigEndian: true));
}
