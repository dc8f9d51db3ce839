namespace Balcao.Platform.Files;

/// <summary>
/// Closes media that an earlier version stored to other users. There may be very many, and nobody waits for them: the data folder
/// itself is closed already. The media folder is closed last, which says that all in it is.
/// </summary>
internal sealed class PrivateMedia(DataFolder folder) : IPeriodicTask
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public Task RunAsync(CancellationToken ct)
    {
        var media = new DirectoryInfo(Path.Combine(folder.Path, DataFolder.Media));
        if (!media.Exists || PrivateFiles.IsPrivate(media)) return Task.CompletedTask;
        foreach (var entry in media.EnumerateFileSystemInfos("*", All))
        {
            ct.ThrowIfCancellationRequested();
            PrivateFiles.TryClose(entry);
        }
        PrivateFiles.TryClose(media);
        return Task.CompletedTask;
    }
}
