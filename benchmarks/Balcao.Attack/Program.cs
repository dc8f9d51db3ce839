using System.Runtime.InteropServices;
using System.Text.Json;
using Balcao.Attack;

if (args is not ([] or ["--engine", "sqlite" or "postgres"]))
{
    Console.Error.WriteLine("dev/attack [--engine sqlite|postgres]");
    return 2;
}
// Stopped from outside it still ends the processes that it started.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var report = await AttackRun.RunAsync(isPostgres: args is [_, "postgres"], Console.Error.WriteLine, stop.Token);
Table.Write(report, Console.Error);
Console.WriteLine(JsonSerializer.Serialize(report, AttackJson.Default.AttackReport));
return report.Wrong.Count == 0 ? 0 : 1;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
