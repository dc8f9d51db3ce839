using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Balcao.Simulator.Media;

public sealed record StoredMedia(string Id, byte[] Bytes, string MimeType, string? FileName, string? NumberId, DateTimeOffset ExpiresAt)
{
    public byte[] Sha256 { get; } = SHA256.HashData(Bytes);
}

/// <summary>Files in memory, and the temporary addresses from which they are downloaded.</summary>
public sealed class MediaStore(SimulatorOptions options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, StoredMedia> files = new();
    readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    long last = 900_100_000_000_000;

    /// <summary>
    /// By default, files that the business uploads are kept for 30 days, and files that customers send for 7.
    /// </summary>
    public StoredMedia Add(byte[] bytes, string mimeType, string? fileName, string? numberId, bool inbound = false)
    {
        var id = Interlocked.Increment(ref last).ToString("D", CultureInfo.InvariantCulture);
        var lifetime = inbound ? options.Media.InboundLifetime : options.Media.UploadLifetime;
        return files[id] = new StoredMedia(id, bytes, mimeType, fileName, numberId, time.GetUtcNow() + lifetime);
    }

    public StoredMedia? Find(string id) => files.TryGetValue(id, out var media) && media.ExpiresAt > time.GetUtcNow() ? media : null;

    /// <summary>Also finds expired files: a phone keeps the files it received.</summary>
    public StoredMedia? FindOnPhone(string id) => files.GetValueOrDefault(id);

    public bool Delete(string id) => Find(id) is not null && files.TryRemove(id, out _);

    public string Url(string root, StoredMedia media)
    {
        var expires = (time.GetUtcNow() + options.Media.UrlLifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{root}/whatsapp_business/attachments/?mid={media.Id}&ext={expires}&hash={Seal(media.Id, expires)}");
    }

    /// <summary>Null when the address has expired or was altered, or the file no longer exists.</summary>
    public StoredMedia? Open(string id, long expires, string hash) =>
        expires > time.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Seal(id, expires)))
            ? Find(id) : null;

    string Seal(string id, long expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id} {expires}"))))[..32];
}
