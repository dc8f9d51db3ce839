using System.Text;
using Balcao.Platform;
using Balcao.Platform.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Platform;

/// <summary>Messages, files and keys of customers are for the server's user alone, whatever the umask is. On Windows folders have lists of their own.</summary>
public sealed class DataFolderTests(BalcaoApp app) : HttpTests(app)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Open = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Fact, Finding("S13")]
    public async Task What_the_server_writes_is_its_user_s_alone()
    {
        using var ana = As(Ana);
        await ana.Api.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 contrato")), "contrato.pdf", "application/pdf", ct: Cancel);
        var folder = new DirectoryInfo(App.Services.GetRequiredService<Settings>().DataFolder);

        AssertPrivate(folder, atLeast: TestDatabase.IsPostgres ? 3 : 5);
    }

    [Fact, Finding("S13")]
    public async Task A_folder_that_an_earlier_version_left_open_is_closed_at_the_start()
    {
        if (OperatingSystem.IsWindows()) return;
        using var temporary = new OpenFolder("balcao.db", "balcao.db-wal", "installation.key", "in-use.lock", "media/0190/ab/abcdef", "media/incoming/x", "media/0190/cd/cdef01");

        var folder = new DataFolder(new Settings { DataFolder = temporary.Path });
        Assert.Null(folder.Problem);
        Assert.Equal(Private, File.GetUnixFileMode(temporary.Path)); // at once: nobody gets below it any more
        await new PrivateMedia(folder).RunAsync(Cancel);

        AssertPrivate(new DirectoryInfo(temporary.Path), atLeast: 12);
    }

    [Fact, Finding("S13")]
    public void A_folder_that_holds_other_things_too_is_left_open_and_what_is_ours_in_it_is_closed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var temporary = new OpenFolder("balcao.db", "somebody's.txt");

        var folder = new DataFolder(new Settings { DataFolder = temporary.Path });

        Assert.Contains("somebody's.txt", folder.Problem, StringComparison.Ordinal);
        Assert.Equal(Open, File.GetUnixFileMode(temporary.Path));
        Assert.True(PrivateFiles.IsPrivate(new FileInfo(Path.Combine(temporary.Path, "balcao.db"))));
        Assert.False(PrivateFiles.IsPrivate(new FileInfo(Path.Combine(temporary.Path, "somebody's.txt"))));
    }

    [Fact, Finding("S13")]
    public void A_key_made_by_the_server_and_the_folders_above_it_are_closed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var temporary = new OpenFolder();
        var settings = new Settings { DataFolder = Path.Combine(temporary.Path, "a", "b") };

        _ = new InstallationKey(settings);

        AssertPrivate(new DirectoryInfo(Path.Combine(temporary.Path, "a")), atLeast: 2);
    }

    [Fact, Finding("O4")]
    public void A_key_file_that_is_none_is_named()
    {
        using var temporary = new OpenFolder("installation.key");

        var refused = Assert.Throws<StartRefusedException>(() => new InstallationKey(new Settings { DataFolder = temporary.Path }));
        Assert.StartsWith(Path.Combine(temporary.Path, "installation.key"), refused.Message, StringComparison.Ordinal);
    }

    private static void AssertPrivate(DirectoryInfo folder, int atLeast)
    {
        if (OperatingSystem.IsWindows()) return;
        var all = folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(folder).ToList();
        Assert.True(all.Count > atLeast, $"only {all.Count}");
        Assert.All(all, entry => Assert.True(PrivateFiles.IsPrivate(entry), $"{entry.FullName} is {entry.UnixFileMode}"));
        Assert.All(all.OfType<FileInfo>(), file => Assert.Equal(UnixFileMode.None, file.UnixFileMode & UnixFileMode.UserExecute));
    }

    /// <summary>A folder as earlier versions made it: 0755, its files 0644.</summary>
    private sealed class OpenFolder : IDisposable
    {
        public OpenFolder(params IEnumerable<string> files)
        {
            foreach (var file in files)
            {
                var path = System.IO.Path.Combine(Path, file);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "x");
            }
            if (OperatingSystem.IsWindows()) return;
            foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(Path)))
                entry.UnixFileMode = entry is DirectoryInfo ? Open : Open & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("balcao-open-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
