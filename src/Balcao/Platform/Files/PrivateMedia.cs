namespace Balcao.Platform.Files;

/// <summary>
/// Takes other users' access away from media files that an earlier version stored. It runs after the start, because there may be
/// very many; the data folder itself is closed before. The media folder is closed last: if it is closed, all its files are.
/// </summary>
internal sealed class PrivateMedia(DataFolder folder) : IPeriodicTask
{
    /// <summary>Hidden entries are included; symbolic links are not followed, because they may lead out of the folder.</summary>
    private static readonly EnumerationOptions AllWithinFolder = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public Task RunAsync(CancellationToken ct)
    {
        var media = new DirectoryInfo(Path.Combine(folder.Path, DataFolder.Media));
        if (!media.Exists || PrivateFiles.IsPrivate(media)) return Task.CompletedTask;
        foreach (var entry in media.EnumerateFileSystemInfos("*", AllWithinFolder))
        {
            ct.ThrowIfCancellationRequested();
            PrivateFiles.TryClose(entry);
        }
        PrivateFiles.TryClose(media);
        return Task.CompletedTask;
    }
}
