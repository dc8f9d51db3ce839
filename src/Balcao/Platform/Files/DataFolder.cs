namespace Balcao.Platform.Files;

/// <summary>
/// The folder of SQLite's file, media and the installation's key. Made or closed to other users before anything is put into it; a
/// folder of an earlier version, which others could read, is corrected.
/// </summary>
public sealed class DataFolder
{
    public const string Media = "media", Lock = "in-use.lock", Database = "balcao.db", Key = "installation.key";

    /// <summary>What the server and the demo put into it, or begins with it: SQLite has files beside its file.</summary>
    private static readonly string[] Ours = [Media, Lock, Database, Key, "balcao-demo"];

    public DataFolder(Settings settings)
    {
        Path = System.IO.Path.GetFullPath(settings.DataFolder);
        try
        {
            PrivateFiles.MakeFolder(Path);
            Problem = Close(new DirectoryInfo(Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{SettingsReader.NameOf(nameof(Settings.DataFolder))}: the folder {Path} cannot be used: {e.Message}");
        }
    }

    public string Path { get; }

    /// <summary>Why other users may still read it; null if they may not.</summary>
    public string? Problem { get; }

    private static string? Close(DirectoryInfo folder)
    {
        var entries = folder.GetFileSystemInfos();
        var (ours, others) = (entries.Where(IsOurs).ToList(), entries.Where(entry => !IsOurs(entry)).ToList());
        // The media folder stays open until all in it is closed: see PrivateMedia.
        var left = ours.Where(entry => entry.Name != Media && !PrivateFiles.TryClose(entry)).ToList();
        if (left.Count > 0) return $"{left[0].Name} belongs to another user";
        // It may be a folder of the system: to close it would lock out others.
        if (others.Count > 0) return PrivateFiles.IsPrivate(folder) ? null : $"it holds other things too, such as {others[0].Name}";
        return PrivateFiles.TryClose(folder) ? null : "it belongs to another user";
    }

    private static bool IsOurs(FileSystemInfo entry) => Ours.Any(name => entry.Name.StartsWith(name, StringComparison.Ordinal));
}
