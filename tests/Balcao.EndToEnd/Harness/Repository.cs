namespace Balcao.EndToEnd.Harness;

/// <summary>The folder these tests were built from.</summary>
static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>Debug or Release, as the tests themselves.</summary>
    static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string FileOf(params ReadOnlySpan<string> path) => Path.Combine([Folder, .. path]);

    /// <summary>A program of ours, where the build put it.</summary>
    public static string ProgramOf(string project) => FileOf("src", project, "bin", Configuration, "net10.0", project + ".dll");

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Balcao.slnx"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
