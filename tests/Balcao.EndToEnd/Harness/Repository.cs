namespace Balcao.EndToEnd.Harness;

/// <summary>The folder these tests were built from.</summary>
static class Repository
{
    public static string Folder { get; } = Find();

    public static string FileOf(params ReadOnlySpan<string> path) => Path.Combine([Folder, .. path]);

    /// <summary>One of our programs as published, with the client trimmed and compressed.</summary>
    public static string ProgramOf(string project)
    {
        var file = FileOf("artifacts", "published", project + ".dll");
        return File.Exists(file) ? file : throw new FileNotFoundException("The journeys run what is published: start them with dev/test browser.", file);
    }

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Balcao.slnx"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
