using Balcao.Contract;

namespace Balcao.Tests.Tickets;

/// <summary>Changes of many tickets while the database refuses some of them.</summary>
public sealed class ContestedTicketTests(FaultyApp app) : IClassFixture<FaultyApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int _customers;

    private async Task<TicketId[]> NewTicketsAsync(int count)
    {
        var tickets = new List<TicketId>();
        for (var i = 0; i < count; i++) tickets.Add((await app.ChatWaiting(new Customer("Cliente", $"55119465{Interlocked.Increment(ref _customers):00000}"))).Ticket);
        return [.. tickets];
    }

    private static ChangeTicketsRequest Tag(TicketId[] ids) => new() { TicketIds = ids, Change = TicketsChange.AddTag, Tag = "troca" };

    [Fact]
    public async Task A_ticket_that_others_change_all_the_time_is_refused_alone()
    {
        var (ana, ids) = (app.As(Ana).Api, await NewTicketsAsync(3));
        app.Engine.Contested = ids[1].Value;

        var changed = await ana.ChangeTicketsAsync(Tag(ids), Cancel);

        Assert.Equal([null, "request.changedMeanwhile", null], changed.Results.Select(r => r.Refusal?.Code));
        foreach (var (id, count) in ids.Zip((int[])[1, 0, 1])) Assert.Equal(count, (await ana.GetTicketAsync(id, Cancel)).Tags.Count);
    }

    [Fact]
    public async Task While_the_database_is_unavailable_each_ticket_is_refused_with_that_reason()
    {
        var (ana, ids) = (app.As(Ana).Api, await NewTicketsAsync(2));
        await ana.GetTicketAsync(ids[0], Cancel);
        app.Engine.IsDown = true;
        try
        {
            Assert.Equal(["storage.unavailable", "storage.unavailable"], (await ana.ChangeTicketsAsync(Tag(ids), Cancel)).Results.Select(r => r.Refusal?.Code));
        }
        finally
        {
            app.Engine.IsDown = false;
        }
    }
}
