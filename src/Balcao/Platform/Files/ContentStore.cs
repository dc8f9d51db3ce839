using System.Security.Cryptography;
using Balcao.Contract;

namespace Balcao.Platform.Files;

/// <summary>
/// Files by the SHA-256 of their content, each tenant's apart, in the data folder: <c>media/{tenant}/{ab}/{sha256}</c>.
/// A file is whole or absent: it is received beside and moved into place. Several nodes share the folder.
/// </summary>
public sealed class ContentStore(Settings settings, TimeProvider time)
{
    /// <summary>As much of the beginning as is kept at hand to tell what a file is.</summary>
    public const int HeadLength = 4096;

    private readonly string _root = Path.GetFullPath(Path.Combine(settings.DataFolder, "media"));

    /// <summary>Reads the stream to its end into a draft, hashing it; null when it is longer than <paramref name="most"/> bytes.</summary>
    public async Task<ContentDraft?> ReceiveAsync(Stream content, long most, CancellationToken ct)
    {
        var folder = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var draft = new ContentDraft(path);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[128 * 1024];
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                if (draft.Size + read > most)
                {
                    draft.Dispose();
                    return null;
                }
                draft.Take(buffer.AsSpan(0, read));
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            file.Flush(flushToDisk: true);
            draft.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    /// <summary>The whole of a draft that is known to be small.</summary>
    public Task<byte[]> ReadAsync(ContentDraft draft, CancellationToken ct) => File.ReadAllBytesAsync(draft.Path, ct);

    /// <summary>Moves a draft into place. The same content twice is one file.</summary>
    public void Keep(TenantId tenant, ContentDraft draft)
    {
        var path = PathOf(tenant, draft.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(draft.Path, path, overwrite: true);
        // The sweep spares what was kept lately: a row that names it may not have been committed yet.
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>Null where the file is missing: a restored database beside an older folder, for instance.</summary>
    public FileStream? Open(TenantId tenant, string sha256)
    {
        try
        {
            return new FileStream(PathOf(tenant, sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes a file nothing refers to any more, unless it was kept after <paramref name="before"/>.</summary>
    public void Drop(TenantId tenant, string sha256, DateTimeOffset before)
    {
        var file = new FileInfo(PathOf(tenant, sha256));
        if (file.Exists && file.LastWriteTimeUtc < before.UtcDateTime) file.Delete();
    }

    /// <summary>Deletes drafts that a crash left.</summary>
    public void DropDrafts(DateTimeOffset before)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, "incoming"));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles())
            if (file.LastWriteTimeUtc < before.UtcDateTime) file.Delete();
    }

    private string PathOf(TenantId tenant, string sha256)
    {
        // It becomes part of a path: nothing but a hash may.
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));
        return Path.Combine(_root, tenant.ToString(), sha256[..2], sha256);
    }
}

/// <summary>A file received and not yet kept; gone when disposed of unless it was.</summary>
public sealed class ContentDraft : IDisposable
{
    private readonly byte[] _head = new byte[ContentStore.HeadLength];
    private int _headLength;

    internal ContentDraft(string path) => Path = path;

    internal string Path { get; }

    public string Sha256 { get; internal set; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Its beginning.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    internal void Take(ReadOnlySpan<byte> bytes)
    {
        Size += bytes.Length;
        var room = Math.Min(bytes.Length, _head.Length - _headLength);
        bytes[..room].CopyTo(_head.AsSpan(_headLength));
        _headLength += room;
    }

    public void Dispose()
    {
        if (File.Exists(Path)) File.Delete(Path);
    }
}
