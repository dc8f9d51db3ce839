using System.Globalization;

namespace Balcao.Bench;

/// <summary>
/// Processor time that processes have used, as the system counts it: unlike wall time it says the same while others use
/// the machine as well.
/// </summary>
internal static class CpuTime
{
    /// <summary>The kernel's clock tick (sysconf(_SC_CLK_TCK)), which is this on every Linux we run on.</summary>
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(int process)
    {
        try
        {
            // After the name, which may hold spaces: utime and stime are the 14th and 15th fields.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero; // it has ended
        }
    }

    /// <summary>All of the benchmark's own PostgreSQL: its processes work in the cluster's folder.</summary>
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
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { /* it has ended */ }
        }
        return total;
    }
}
