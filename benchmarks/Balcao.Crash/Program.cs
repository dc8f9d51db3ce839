using System.Globalization;
using System.Text.Json;
using Balcao.Crash;

if (CrashOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("dev/crash --engine sqlite|postgres [--kills N] [--seed N] [--minutes N] [--nodes N] [--faults]");
    return 2;
}
Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {options.Seed}."));
var result = await CrashRun.RunAsync(options, Console.Error.WriteLine, CancellationToken.None);
Console.WriteLine(JsonSerializer.Serialize(result, CrashJson.Default.CrashResult));
return result.IsRight ? 0 : 1;
