using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

[assembly: Balcao.Tests.TimeLimit]

namespace Balcao.Tests;

/// <summary>
/// Limits each test, not the run: a slow machine may take as long as it needs for all of them. A test that exceeds the
/// limit is cancelled; if it does not end, the run ends with the test's name in <c>TestResults/hung.txt</c>.
/// </summary>
/// <remarks>Minutes: <c>BALCAO_TEST_MINUTES</c>, 10 by default.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
sealed class TimeLimitAttribute : BeforeAfterTestAttribute
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(
        double.TryParse(Environment.GetEnvironmentVariable("BALCAO_TEST_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 10);

    static readonly ConcurrentDictionary<string, RunningTest> Running = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running[test.UniqueID] = new RunningTest(test.TestDisplayName, TestContext.Current.CancelCurrentTest, EndRun, Limit, TimeProvider.System);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Running.TryRemove(test.UniqueID, out var running)) running.Dispose();
    }

    static void EndRun(string test)
    {
        if (Environment.GetEnvironmentVariable("BALCAO_TEST_RESULTS") is { Length: > 0 } folder)
            File.AppendAllLines(Path.Combine(folder, "hung.txt"), [test]);
        Console.Error.WriteLine($"{test} does not end.");
        Environment.Exit(RunningTest.ExitCode);
    }
}

/// <summary>A running test. It is cancelled at the limit; if it still runs a tenth of the limit later, the run ends.</summary>
sealed class RunningTest : IDisposable
{
    /// <summary>The exit code of a run that a hung test ended, the same as that of <c>timeout</c>.</summary>
    public const int ExitCode = 124;

    readonly ITimer timer;
    bool isCancelled;

    public RunningTest(string name, Action cancel, Action<string> endRun, TimeSpan limit, TimeProvider time) => timer = time.CreateTimer(_ =>
    {
        if (isCancelled)
        {
            endRun(name);
            return;
        }
        isCancelled = true;
        cancel();
    }, null, limit, limit / 10);

    public void Dispose() => timer.Dispose();
}
