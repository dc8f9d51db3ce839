using System.Globalization;

namespace Balcao.Bench;

/// <summary>
/// Processor time that processes have used, as the system counts it. Unlike wall time it does not depend on other
/// processes that use the machine.
/// </summary>
internal static class CpuTime
{
    /// <summary>Clock ticks per second (sysconf(_SC_CLK_TCK)); 100 on every Linux we use.</summary>
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(int process)
    {
        try
        {
            // Fields are counted after the name, which may contain spaces: utime and stime are the 14th and 15th fields.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero; // the process has ended
        }
    }

    /// <summary>
    /// Processor time of all processes of the benchmark's PostgreSQL, which are found by their working directory, the
    /// cluster's.
    /// </summary>
    public static TimeSpan OfPostgres()
    {
        if (Environment.GetEnvironmentVariable("BALCAO_BENCH_POSTGRES_DATA") is not { Length: > 0 } folder) return TimeSpan.Zero;
        var total = TimeSpan.Zero;
        foreach (var process in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)))
        {
            try
            {
                if (new FileInfo($"/proc/{process}/cwd").LinkTarget == folder) total += Of(int.Parse(process!, CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { /* the process has ended */ }
        }
        return total;
    }
}
