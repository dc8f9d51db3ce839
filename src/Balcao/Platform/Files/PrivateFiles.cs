namespace Balcao.Platform.Files;

/// <summary>
/// Folders and files that only the user may read as whom the server runs: 0700 and 0600, whatever the umask is. On Windows the
/// rights of the data folder apply.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder and those above it that are missing. One that exists stays as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        // .NET gives the mode to the last folder only.
        var folder = new DirectoryInfo(path);
        if (folder.Exists) return;
        if (folder.Parent is { } above) MakeFolder(above.FullName);
        Directory.CreateDirectory(folder.FullName, OwnersFolder);
    }

    /// <param name="mode">One that may make a file.</param>
    public static FileStream Open(
        string path, FileMode mode, FileAccess access, FileShare share = FileShare.None, FileOptions options = FileOptions.None, int bufferSize = 0)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnersFile;
        return new FileStream(path, how);
    }

    public static bool IsPrivate(FileSystemInfo entry) => OperatingSystem.IsWindows() || (entry.UnixFileMode & ~OwnersFolder) == 0;

    /// <summary>Takes all rights of others away from a file or folder.</summary>
    /// <returns>False if it belongs to another user, who alone may do that.</returns>
    public static bool TryClose(FileSystemInfo entry)
    {
        if (OperatingSystem.IsWindows() || IsPrivate(entry)) return true;
        try
        {
            entry.UnixFileMode = entry is DirectoryInfo ? OwnersFolder : OwnersFile;
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
