using Balcao.Agents;
using Balcao.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Realtime;

public sealed class PresenceTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task An_agent_is_present_until_the_last_screen_is_closed()
    {
        Assert.Equal(Presence.Offline, await OfAsync(Ana));

        var first = await Screen.OpenAsync(App, Ana);
        var second = await Screen.OpenAsync(App, Ana);
        Assert.Equal(Presence.Available, await OfAsync(Ana));

        await first.DisposeAsync();
        Assert.Equal(1, await LeasesOfAsync(Ana));
        Assert.Equal(Presence.Available, await OfAsync(Ana));

        await second.DisposeAsync();
        Assert.Equal(Presence.Offline, await OfAsync(Ana));

        await using var again = await Screen.OpenAsync(App, Ana);
        Assert.Equal(Presence.Available, await OfAsync(Ana));
    }

    [Fact]
    public async Task The_agent_s_chosen_availability_applies_while_present_and_is_pushed_to_their_screens()
    {
        await using var bruno = await Screen.OpenAsync(App, Bruno);
        await using var other = await Screen.OpenAsync(App, Bruno);
        await Eventually(() => bruno.Presences.Contains(Presence.Available), "a screen is told at once");

        await As(Bruno).Api.SetAvailabilityAsync(false, Cancel);

        await Eventually(() => bruno.Presences.Contains(Presence.Away) && other.Presences.Contains(Presence.Away), "both screens hear it");
        Assert.Equal(Presence.Away, await OfAsync(Bruno));
    }

    [Fact]
    public async Task The_lease_of_a_crashed_node_expires_and_is_deleted()
    {
        var now = App.Time.GetUtcNow();
        await App.WriteAsync(LojaExemplo, db => db.Add(new PresenceLease
        {
            TenantId = LojaExemplo, AgentId = Davi.Id, ConnectionId = "of another node", NodeId = Uuid7.New(now), ExpiresAt = now + PresenceLease.Lifetime,
        }));
        Assert.Equal(Presence.Available, await OfAsync(Davi));

        App.Time.Advance(PresenceLease.Lifetime);
        Assert.Equal(Presence.Offline, await OfAsync(Davi));

        await App.Services.GetRequiredService<PresenceLeases>().SweepAsync(Cancel);
        Assert.Equal(0, await LeasesOfAsync(Davi));
    }

    [Fact]
    public async Task A_node_renews_all_its_leases_in_one_statement_and_restores_deleted_ones()
    {
        var leases = App.Services.GetRequiredService<PresenceLeases>();
        (TenantId, AgentId, string)[] open = [(LojaExemplo, Clara.Id, "c1"), (LojaExemplo, Clara.Id, "c2"), (OutraEmpresa, Renata.Id, "r1")];
        foreach (var (tenant, agent, id) in open) await leases.AddAsync(tenant, agent, id, Cancel);

        App.Time.Advance(PresenceLease.RenewEvery);
        Assert.Single(await Queries.OfAsync(() => leases.RenewAsync(open, Cancel)));
        App.Time.Advance(PresenceLease.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(Presence.Available, await OfAsync(Clara));

        App.Time.Advance(PresenceLease.Lifetime);
        await leases.SweepAsync(Cancel);
        await leases.RenewAsync(open, Cancel);
        Assert.Equal(2, await LeasesOfAsync(Clara));
        await leases.RemoveAsync(LojaExemplo, Clara.Id, "c1", Cancel);
        await leases.RemoveAsync(LojaExemplo, Clara.Id, "c2", Cancel);
        await leases.RemoveAsync(OutraEmpresa, Renata.Id, "r1", Cancel);
    }

    [Fact]
    public async Task The_presence_of_all_agents_is_read_with_one_query()
    {
        var queries = await Queries.OfAsync(() => App.ReadAsync(LojaExemplo, db => AgentPresence.LoadAsync(db, null, App.Time.GetUtcNow(), Cancel)));

        Assert.Single(queries);
    }

    private async Task<Presence> OfAsync(Member who) =>
        (await App.ReadAsync(who.Tenant!.Value, db => AgentPresence.LoadAsync(db, null, App.Time.GetUtcNow(), Cancel)))[who.Id];

    private Task<int> LeasesOfAsync(Member who) => App.ReadAsync(who.Tenant!.Value, db => db.PresenceLeases.CountAsync(l => l.AgentId == who.Id, Cancel));
}
