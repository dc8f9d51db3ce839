using Balcao.Crash;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>
/// The short form of <c>dev/crash</c>: the real server in a process of its own, killed twice; on PostgreSQL two servers
/// behind a load balancer, started at the same time on an empty database.
/// </summary>
[TakesLong(200)]
public sealed class CrashTests
{
    [Fact, Rule("C3"), KnownFailure(1), KnownFailure(23), Finding("O2")]
    public async Task A_server_killed_with_a_hundred_requests_in_flight_neither_loses_nor_doubles_nor_misplaces_messages()
    {
        var options = new CrashOptions
        {
            IsPostgres = TestDatabase.IsPostgres, Nodes = TestDatabase.IsPostgres ? 2 : 1, Kills = TestDatabase.IsPostgres ? 1 : 2,
            Writers = 110, Answered = 8, LongestLife = TimeSpan.FromSeconds(1), WaitsForUnknown = false,
        };
        var result = await CrashRun.RunAsync(options, TestContext.Current.SendDiagnosticMessage, TestContext.Current.CancellationToken);
        Assert.Empty(result.Wrong);
        Assert.True(result.IsRight, "everything is where it belongs");
        Assert.True(result.InFlightAtKillMin >= 100, "a hundred requests were in flight at each kill");
    }
}
