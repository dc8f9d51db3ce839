using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Balcao.EndToEnd.Harness;

/// <summary>One of our programs in its own process, which can be killed at any time.</summary>
sealed class RunningProgram : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly Process process;
    readonly ConcurrentQueue<string> output = [];
    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    RunningProgram(Process process) => this.process = process;

    /// <summary>What it has printed so far.</summary>
    public string Output => string.Join('\n', output);

    /// <param name="readyLine">Part of the line that is printed when the program is ready.</param>
    public static async Task<RunningProgram> StartAsync(string project, IReadOnlyDictionary<string, string?> settings, string readyLine)
    {
        var file = Repository.ProgramOf(project);
        var start = new ProcessStartInfo("dotnet", [file])
        {
            WorkingDirectory = Path.GetDirectoryName(file), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;

        var running = new RunningProgram(new Process { StartInfo = start, EnableRaisingEvents = true });
        running.process.OutputDataReceived += (_, line) => running.Take(line.Data, readyLine);
        running.process.ErrorDataReceived += (_, line) => running.Take(line.Data, readyLine);
        running.process.Exited += (_, _) => running.ready.TrySetException(new InvalidOperationException($"{project} ended."));
        // The process is killed when the test process exits for any reason.
        AppDomain.CurrentDomain.ProcessExit += running.KillAtExit;
        running.process.Start();
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        try
        {
            await running.ready.Task.WaitAsync(Patience);
            return running;
        }
        catch (Exception e)
        {
            await running.KillAsync();
            throw new InvalidOperationException($"{project} does not serve:\n{running.Output}", e);
        }
    }

    /// <summary>A currently free port, for a program that is restarted at the same address.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    void Take(string? line, string readyLine)
    {
        if (line is null) return;
        output.Enqueue(line);
        if (line.Contains(readyLine, StringComparison.Ordinal)) ready.TrySetResult();
    }

    /// <summary>SIGKILL: the process ends immediately, without a shutdown.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    void KillAtExit(object? sender, EventArgs e)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        await KillAsync();
        process.Dispose();
    }
}
