namespace Balcao.Demo;

/// <summary>
/// The folder for the demo's data, by default in the user's folder for application data. A marker file shows that the
/// demo created it, so that <c>--fresh</c> deletes no other folder.
/// </summary>
public static class DataFolder
{
    private const string Marker = "balcao-demo.txt";

    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home
            ? home : Path.GetTempPath(),
        "balcao-demo");

    internal static void Prepare(string folder, bool startAfresh, bool isPostgres)
    {
        var marker = Path.Combine(folder, Marker);
        if (startAfresh)
        {
            if (isPostgres)
                throw new DemoRefusedException("--fresh is for SQLite. On PostgreSQL, give Balcao__Database an empty database instead.");
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(marker))
                throw new DemoRefusedException($"{folder} was not made by the demo, so --fresh does not delete it.");
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        Directory.CreateDirectory(folder);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            File.WriteAllText(marker, "The data of Balcao's demo. May be deleted at any time while the demo is not running.\n");
    }
}
