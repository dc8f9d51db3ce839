using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Balcao.Bench;

/// <summary>The server as it runs in production: its own process, built for release.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    /// <summary>The folder of the release build.</summary>
    public static string Built { get; } = Path.Combine(Repository.Root, "src", "Balcao", "bin", "Release", "net10.0");

    private readonly Process _process;

    private ServerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>From the process's start to its first healthy answer.</summary>
    public TimeSpan StartedAfter { get; private set; }

    /// <summary>Peak memory of the server's process, in bytes; the memory of the database is not included.</summary>
    public long PeakMemory => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture) * 1024;

    public int Id => _process.Id;

    public static async Task<ServerProcess> StartAsync(World world, string? folder = null)
    {
        var watch = Stopwatch.StartNew();
        var server = Begin(world, folder ?? Built);
        await HealthyAsync(server._process, server.Url);
        server.StartedAfter = watch.Elapsed;
        return server;
    }

    /// <summary>Starts the process and does not wait until it answers.</summary>
    /// <param name="folder">The folder of the program: the release build or a published one.</param>
    public static ServerProcess Begin(World world, string folder)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var program = Path.Combine(Path.GetFullPath(folder), "Balcao.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in world.Environment) start.Environment[name] = value;
        start.Environment["Balcao__Urls"] = url.ToString().TrimEnd('/');
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Report(line.Data);
        process.ErrorDataReceived += (_, line) => Report(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(process, url);
    }

    public void ThrowIfEnded()
    {
        if (_process.HasExited) throw new InvalidOperationException($"The server ended with {_process.ExitCode} before it had begun.");
    }

    private static void Report(string? line)
    {
        // One JSON object a line. Texts cause warnings, because nobody answers in place of WhatsApp.
        if (line?.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) is true) Console.Error.WriteLine($"server: {line}");
    }

    private static async Task HealthyAsync(Process process, Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var limit = new CancellationTokenSource(StartsWithin);
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode} before it had begun.");
            try
            {
                using var answer = await http.GetAsync("/health/ready", limit.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) { /* it does not listen yet */ }
            await Task.Delay(20, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Balcao.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The benchmark runs inside a checkout.");
    }

    /// <summary>The measured commit; a star after it means that files were changed since.</summary>
    public static string Commit => Git("rev-parse", "--short", "HEAD") + (Git("status", "--porcelain").Length > 0 ? "*" : "");

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
