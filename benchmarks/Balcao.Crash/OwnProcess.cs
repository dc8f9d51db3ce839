using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Balcao.Crash;

/// <summary>One of our programs in a separate process, as in production, which can be killed.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];

    private OwnProcess(Process process) => _process = process;

    public string Output => string.Join('\n', _output);

    /// <summary>What it holds of the machine's memory at this moment, in bytes (Linux, VmRSS); 0 once it has ended.</summary>
    public long ResidentMemory
    {
        get
        {
            try
            {
                var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
                return line is null ? 0 : 1024 * long.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    public static async Task<OwnProcess> StartAsync(string project, IReadOnlyDictionary<string, string> settings, Uri door)
    {
        var file = ProgramOf(project);
        var start = new ProcessStartInfo("dotnet", [file])
        {
            WorkingDirectory = Path.GetDirectoryName(file), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var own = new OwnProcess(new Process { StartInfo = start });
        own._process.OutputDataReceived += (_, line) => own.Take(line.Data);
        own._process.ErrorDataReceived += (_, line) => own.Take(line.Data);
        own._process.Start();
        own._process.BeginOutputReadLine();
        own._process.BeginErrorReadLine();
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            await own.ServesAsync(door, limit.Token);
            return own;
        }
        catch (Exception e)
        {
            await own.DisposeAsync();
            throw new InvalidOperationException($"{project} does not serve:\n{own.Output}", e);
        }
    }

    /// <summary>Sends SIGKILL, so that the process ends at once and cannot finish its work.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>
    /// A free port below the range from which the kernel assigns ports, because the server must restart at the same
    /// address.
    /// </summary>
    public static int FreePort()
    {
        for (var port = Random.Shared.Next(12_000, 19_000); ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (port < 20_000)
            {
                // taken: the next one
            }
        }
    }

    private void Take(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
    }

    private async Task ServesAsync(Uri door, CancellationToken ct)
    {
        using var http = new HttpClient();
        while (!_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(door, ct);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }
            await Task.Delay(TimeSpan.FromMilliseconds(25), ct);
        }
        throw new InvalidOperationException("It ended.");
    }

    private static string ProgramOf(string project)
    {
        // Debug or Release, like this program.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Balcao.slnx")))
                return Path.Combine(folder.FullName, "src", project, "bin", configuration, "net10.0", project + ".dll");
        throw new DirectoryNotFoundException("Not within a working copy.");
    }
}
