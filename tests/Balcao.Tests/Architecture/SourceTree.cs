namespace Balcao.Tests.Architecture;

/// <summary>The repository the tests were built from.</summary>
static class SourceTree
{
    static readonly string[] NotOurs = ["bin", "obj", "TestResults", "artifacts", "node_modules", "Migrations", ".git"];

    public static DirectoryInfo Root { get; } = FindRoot();

    /// <summary>Files we wrote, under these folders of the root (the root itself when none is named).</summary>
    public static IEnumerable<FileInfo> Files(IEnumerable<string> folders, params string[] extensions) =>
        from folder in folders
        let start = new DirectoryInfo(Path.Combine(Root.FullName, folder))
        where start.Exists
        from file in Walk(start)
        where extensions.Contains(file.Extension)
        select file;

    /// <summary>The path from the root, with slashes, as git shows it.</summary>
    public static string NameOf(FileInfo file) => Path.GetRelativePath(Root.FullName, file.FullName).Replace('\\', '/');

    static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles(),
        .. folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(Walk),
    ];

    static DirectoryInfo FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Balcao.slnx"))) return folder;
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a checkout of Balcao.");
    }
}
