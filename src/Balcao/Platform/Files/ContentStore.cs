using System.Security.Cryptography;
using Balcao.Contract;

namespace Balcao.Platform.Files;

/// <summary>
/// Stores files by the SHA-256 of their content, separately for each tenant, in the data folder:
/// <c>media/{tenant}/{ab}/{sha256}</c>. A file is complete or absent: it is received as a draft and then moved into
/// place. Several nodes share the folder.
/// </summary>
public sealed class ContentStore(Settings settings, TimeProvider time)
{
    /// <summary>How many of the first bytes are kept in memory, to recognise the type of the file.</summary>
    public const int HeadLength = 4096;

    private readonly string _root = Path.GetFullPath(Path.Combine(settings.DataFolder, DataFolder.Media));

    /// <summary>Reads the stream to its end into a draft and hashes it; null if it is longer than <paramref name="most"/> bytes.</summary>
    public async Task<ContentDraft?> ReceiveAsync(Stream content, long most, CancellationToken ct)
    {
        var folder = Path.Combine(_root, "incoming");
        PrivateFiles.MakeFolder(folder);
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var draft = new ContentDraft(path);
        try
        {
            await using var file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, FileOptions.Asynchronous);
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

    /// <summary>The whole content of a draft; only for drafts known to be small.</summary>
    public Task<byte[]> ReadAsync(ContentDraft draft, CancellationToken ct) => File.ReadAllBytesAsync(draft.Path, ct);

    /// <summary>Moves a draft into place. The same content stored twice is one file.</summary>
    public void Keep(TenantId tenant, ContentDraft draft)
    {
        var path = PathOf(tenant, draft.Sha256);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
        File.Move(draft.Path, path, overwrite: true);
        // Sweeps keep files stored recently: the row that names this one may not be committed yet.
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>Null if the file is missing, for instance after the database was restored without the folder.</summary>
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

    /// <summary>Deletes a file that nothing refers to any more, unless it was stored after <paramref name="before"/>.</summary>
    public void Drop(TenantId tenant, string sha256, DateTimeOffset before)
    {
        var file = new FileInfo(PathOf(tenant, sha256));
        if (file.Exists && file.LastWriteTimeUtc < before.UtcDateTime) file.Delete();
    }

    /// <summary>Deletes drafts left by a crash.</summary>
    public void DropDrafts(DateTimeOffset before)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, "incoming"));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles())
            if (file.LastWriteTimeUtc < before.UtcDateTime) file.Delete();
    }

    private string PathOf(TenantId tenant, string sha256)
    {
        // The text becomes part of a path, so only a hash is allowed.
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));
        return Path.Combine(_root, tenant.ToString(), sha256[..2], sha256);
    }
}

/// <summary>A file that was received but not stored yet; disposing deletes it unless it was stored.</summary>
public sealed class ContentDraft : IDisposable
{
    private readonly byte[] _head = new byte[ContentStore.HeadLength];
    private int _headLength;

    internal ContentDraft(string path) => Path = path;

    internal string Path { get; }

    public string Sha256 { get; internal set; } = "";

    /// <summary>In bytes.</summary>
    public long Size { get; private set; }

    /// <summary>The first bytes.</summary>
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
