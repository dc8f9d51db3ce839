using System.Collections.Concurrent;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Agents;

/// <summary>The bell rings after every change of which agents can be assigned a chat.</summary>
public sealed class AttendanceBellTests(BalcaoApp app) : HttpTests(app)
{
    private RungTenants? _bell;

    private RungTenants Bell => _bell ??= new(App.Services.GetRequiredService<AttendanceBell>());

    [Fact]
    public async Task It_rings_for_the_tenant_when_an_agent_s_availability_changes()
    {
        Bell.Take();
        await As(Ana).Api.SetAvailabilityAsync(false, Cancel);
        Assert.Equal([LojaExemplo], Bell.Take());

        await As(Ana).Api.SetAvailabilityAsync(false, Cancel);
        Assert.Empty(Bell.Take());

        await As(Ana).Api.SetAvailabilityAsync(true, Cancel);
        await As(Igor).Api.SetAvailabilityAsync(false, Cancel);
        Assert.Equal(new HashSet<TenantId> { LojaExemplo, OutraEmpresa }, [.. Bell.Take()]);
    }

    [Fact]
    public async Task It_rings_when_a_group_s_members_or_their_order_change_but_not_for_its_name()
    {
        Bell.Take();
        var group = await As(Clara).Api.CreateChatGroupAsync(Request("Plantão", Ana, Bruno), Cancel);
        Assert.Equal([LojaExemplo], Bell.Take());
        await SaveAsync("Plantão", Bruno, Ana);
        Assert.Equal([LojaExemplo], Bell.Take());
        await SaveAsync("Plantão", Bruno);
        Assert.Equal([LojaExemplo], Bell.Take());

        await SaveAsync("Plantão noturno", Bruno);
        Assert.Empty(Bell.Take());
        Assert.Equal("chatGroup.nameTaken", (await SaveAsync("Financeiro", Davi).Refused()).Code);
        Assert.Equal("members", (await SaveAsync("Plantão", Davi, Igor).Refused()).Field);
        Assert.Empty(Bell.Take());

        Task<ChatGroupItem> SaveAsync(string name, params Member[] members) => As(Clara).Api.SaveChatGroupAsync(group.Id, Request(name, members), Cancel);
    }

    [Fact]
    public async Task It_rings_when_somebody_is_disabled_or_enabled_again()
    {
        Bell.Take();
        await As(Clara).Api.ChangeAgentAsync(Davi.Id, new() { IsEnabled = false }, Cancel);
        Assert.Equal([LojaExemplo], Bell.Take());
        await As(Clara).Api.ChangeAgentAsync(Davi.Id, new() { IsEnabled = true }, Cancel);
        Assert.Equal([LojaExemplo], Bell.Take());

        await As(Clara).Api.ChangeAgentAsync(Davi.Id, new() { Name = "Davi Rocha Filho" }, Cancel);
        await As(Clara).Api.ChangeAgentAsync(Clara.Id, new() { IsEnabled = false }, Cancel).Refused();
        await As(Ana).Api.ChangeAgentAsync(Davi.Id, new() { IsEnabled = false }, Cancel).Refused();
        Assert.Empty(Bell.Take());
    }

    [Fact]
    public async Task It_rings_when_a_screen_opens_or_closes_and_when_leases_of_a_crashed_node_expire()
    {
        Bell.Take();
        var screen = await Screen.OpenAsync(App, Renata);
        Assert.Equal([OutraEmpresa], Bell.Take());
        await screen.DisposeAsync();
        await Eventually(() => Bell.Take().Contains(OutraEmpresa), "the screen is closed");

        var (now, leases) = (App.Time.GetUtcNow(), App.Services.GetRequiredService<PresenceLeases>());
        await App.WriteAsync(LojaExemplo, db => db.Add(new PresenceLease
        {
            TenantId = LojaExemplo, AgentId = Bruno.Id, ConnectionId = "crashed", NodeId = Uuid7.New(now), ExpiresAt = now,
        }));
        await leases.SweepAsync(Cancel);
        Assert.Contains(LojaExemplo, Bell.Take());
        await leases.SweepAsync(Cancel);
        Assert.Empty(Bell.Take());

        await leases.RenewAsync([(LojaExemplo, Bruno.Id, "swept too early")], Cancel);
        Assert.Equal([LojaExemplo], Bell.Take());
        await leases.RenewAsync([(LojaExemplo, Bruno.Id, "swept too early")], Cancel);
        Assert.Empty(Bell.Take());
    }

    [Fact]
    public async Task It_does_not_ring_after_a_rollback()
    {
        Bell.Take();
        await using var scope = App.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), Cancel);
        App.Services.GetRequiredService<AttendanceBell>().RingAfterCommit(work, LojaExemplo);
        await work.RollbackAsync();
        Assert.Empty(Bell.Take());

        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), Cancel);
        await work.CommitAsync(Cancel);
        Assert.Empty(Bell.Take());
    }

    private static SaveChatGroupRequest Request(string name, params Member[] members) =>
        new() { Name = name, Members = [.. members.Select(m => new SaveChatGroupMember { AgentId = m.Id })] };

    /// <summary>Hears the bell from its first use on.</summary>
    private sealed class RungTenants
    {
        private readonly ConcurrentDictionary<TenantId, bool> _tenants = new();

        public RungTenants(AttendanceBell bell) => bell.Rung += tenant => _tenants[tenant] = true;

        /// <summary>The tenants rung for since the last call.</summary>
        public IReadOnlyCollection<TenantId> Take() => [.. _tenants.Keys.Where(tenant => _tenants.TryRemove(tenant, out _))];
    }
}
