using Balcao.Contract;
using Balcao.Tickets;

namespace Balcao.Tests.Tickets;

/// <summary>What people do with the list of tickets: changes of many at once, and views that they keep.</summary>
public sealed class ManyTicketsTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    private static Customer NewCustomer() => new("Cliente", $"55119450{Interlocked.Increment(ref _count):00000}");

    private static string Unique(string name) => $"{name} {Interlocked.Increment(ref _count)}";

    /// <summary>A ticket of Ana without an open chat.</summary>
    private async Task<TicketId> NewTicketAsync()
    {
        var (chat, ana) = (await App.ChatWaiting(NewCustomer()), As(Ana).Api);
        await ana.TakeChatAsync(chat.Id, Cancel);
        await ana.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);
        return chat.Ticket;
    }

    private static IEnumerable<string?> CodesOf(TicketsChanged changed) => changed.Results.Select(r => r.Refusal?.Code);

    [Fact]
    public async Task A_change_of_many_tickets_is_as_if_each_were_changed_alone()
    {
        var (clara, ana) = (As(Clara).Api, As(Ana).Api);
        var category = await clara.CreateTicketCategoryAsync(new() { Name = Unique("Entrega") }, Cancel);
        TicketId[] ids = [await NewTicketAsync(), await NewTicketAsync(), await NewTicketAsync()];

        foreach (var request in (ChangeTicketsRequest[])
            [new() { TicketIds = ids, Change = TicketsChange.Owner, OwnerId = Ana.Id },
             new() { TicketIds = ids, Change = TicketsChange.AddTag, Tag = " Troca " },
             new() { TicketIds = ids, Change = TicketsChange.AddTag, Tag = "loja" },
             new() { TicketIds = ids, Change = TicketsChange.RemoveTag, Tag = "LOJA" },
             new() { TicketIds = ids, Change = TicketsChange.Category, CategoryId = category.Id },
             new() { TicketIds = ids, Change = TicketsChange.Status, Status = TicketStatus.Waiting, WaitingReason = "Peça" },
             new() { TicketIds = ids, Change = TicketsChange.Group, GroupId = Financeiro }])
        {
            var changed = await ana.ChangeTicketsAsync(request, Cancel);
            Assert.Equal(ids, changed.Results.Select(r => r.Id));
            Assert.All(changed.Results, r => Assert.Null(r.Refusal));
        }

        foreach (var id in ids)
        {
            var ticket = await ana.GetTicketAsync(id, Cancel);
            Assert.Equal((Ana.Name, TicketStatus.Waiting, "Peça", Financeiro, category.Id), (ticket.Owner?.Name, ticket.Status, ticket.WaitingReason, ticket.Group.Id, ticket.Category!.Id));
            Assert.Equal(["troca"], ticket.Tags);
            var actions = (await ana.ListTicketActionsAsync(id, ct: Cancel)).Items;
            Assert.Contains(actions, a => a.Kind is TicketActionKind.Moved && a.Author?.Name == Ana.Name);
        }
        Assert.Null((await ana.ChangeTicketsAsync(new() { TicketIds = ids, Change = TicketsChange.Owner }, Cancel)).Results[0].Refusal);
        Assert.Null((await ana.GetTicketAsync(ids[0], Cancel)).Owner);
    }

    [Fact, Rule("A9")]
    public async Task Each_ticket_has_its_own_result_and_a_refused_one_takes_nothing_from_the_others()
    {
        var ana = As(Ana).Api;
        var (done, final, served) = (await NewTicketAsync(), await NewTicketAsync(), (await App.ChatWaiting(NewCustomer())).Ticket);
        var unseen = (await App.ChatWaiting(Balcao501, Financeiro, NewCustomer())).Ticket;
        var theirs = (await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, NewCustomer())).Ticket;
        await ana.ChangeTicketStatusAsync(final, new() { Version = (await ana.GetTicketAsync(final, Cancel)).Version, Status = TicketStatus.Cancelled }, Cancel);
        TicketId[] ids = [final, unseen, served, theirs, TicketId.New(Opening), done];

        var changed = await ana.ChangeTicketsAsync(new() { TicketIds = ids, Change = TicketsChange.Status, Status = TicketStatus.Resolved }, Cancel);

        Assert.Equal(["ticket.final", "resource.notFound", "ticket.hasOpenChat", "resource.notFound", "resource.notFound", null], CodesOf(changed));
        Assert.Equal("Este ticket está encerrado ou cancelado e não muda mais.", changed.Results[0].Refusal!.Title);
        Assert.Equal(TicketStatus.Resolved, (await ana.GetTicketAsync(done, Cancel)).Status);
        Assert.NotEqual(TicketStatus.Resolved, (await ana.GetTicketAsync(served, Cancel)).Status);
        Assert.NotEqual(TicketStatus.Resolved, (await As(Davi).Api.GetTicketAsync(unseen, Cancel)).Status);
        Assert.NotEqual(TicketStatus.Resolved, (await As(Renata).Api.GetTicketAsync(theirs, Cancel)).Status);
    }

    [Fact]
    public async Task Who_may_not_own_a_ticket_is_refused_at_each_ticket()
    {
        var ana = As(Ana).Api;
        var id = await NewTicketAsync();

        foreach (var owner in (AgentId[])[Davi.Id, Igor.Id, AgentId.New(Opening)])
            Assert.Equal(["input.invalid"], CodesOf(await ana.ChangeTicketsAsync(new() { TicketIds = [id], Change = TicketsChange.Owner, OwnerId = owner }, Cancel)));
    }

    [Fact]
    public async Task A_change_without_its_value_or_of_too_many_tickets_is_refused_as_a_whole()
    {
        var ana = As(Ana).Api;
        TicketId[] one = [await NewTicketAsync()];
        async Task<string> RefusedAsync(ChangeTicketsRequest request) => (await ana.ChangeTicketsAsync(request, Cancel).Refused()).Code;

        Assert.Equal("input.required", await RefusedAsync(new() { TicketIds = [], Change = TicketsChange.Owner }));
        Assert.Equal("input.required", await RefusedAsync(new() { TicketIds = one, Change = TicketsChange.Group }));
        Assert.Equal("input.required", await RefusedAsync(new() { TicketIds = one, Change = TicketsChange.Status }));
        Assert.Equal("input.required", await RefusedAsync(new() { TicketIds = one, Change = TicketsChange.AddTag, Tag = " " }));
        Assert.Equal("input.tooLong", await RefusedAsync(new() { TicketIds = one, Change = TicketsChange.RemoveTag, Tag = new string('x', TicketLimits.LongestTag + 1) }));
        var many = Enumerable.Range(0, ChangeTicketsRequest.Most + 1).Select(_ => TicketId.New(Opening)).ToArray();
        Assert.Equal("ticket.tooManyAtOnce", await RefusedAsync(new() { TicketIds = many, Change = TicketsChange.Owner }));
        Assert.Equal(ChangeTicketsRequest.Most, (await ana.ChangeTicketsAsync(new() { TicketIds = many[1..], Change = TicketsChange.Owner }, Cancel)).Results.Count);
        Assert.Single((await ana.ChangeTicketsAsync(new() { TicketIds = [.. one, .. one], Change = TicketsChange.Owner }, Cancel)).Results);
    }

    [Fact]
    public async Task An_own_view_is_kept_changed_chosen_and_deleted_and_no_one_else_has_it()
    {
        var ana = As(Ana).Api;
        var filter = new TicketFilter { Status = "open", Owner = "me", Tag = "troca", Order = "urgent" };
        var view = await ana.CreateSavedViewAsync(new() { Name = Unique(" Minhas trocas"), Filter = filter }, Cancel);
        await ana.ChooseDefaultViewAsync(view.Id, Cancel);

        Assert.Equal((filter, false), (view.Filter, view.IsShared));
        Assert.StartsWith("Minhas", view.Name, StringComparison.Ordinal);
        Assert.Equal(view with { IsDefault = true }, Assert.Single((await ana.ListSavedViewsAsync(Cancel)).Items, v => v.Id == view.Id));
        foreach (var other in (Member[])[Bruno, Clara, Renata])
        {
            var theirs = As(other).Api;
            Assert.DoesNotContain((await theirs.ListSavedViewsAsync(Cancel)).Items, v => v.Id == view.Id);
            Assert.Equal(404, (await theirs.ChangeSavedViewAsync(view.Id, new() { Name = "Tomada", Filter = filter }, Cancel).Refused()).Status);
            Assert.Equal(404, (await theirs.DeleteSavedViewAsync(view.Id, Cancel).Refused()).Status);
            Assert.Equal("input.invalid", (await theirs.ChooseDefaultViewAsync(view.Id, Cancel).Refused()).Code);
        }

        var changed = await ana.ChangeSavedViewAsync(view.Id, new() { Name = Unique("Trocas"), Filter = filter with { Owner = null } }, Cancel);
        Assert.Equal((null, true), (changed.Filter.Owner, changed.IsDefault));
        await ana.DeleteSavedViewAsync(view.Id, Cancel);
        Assert.DoesNotContain((await ana.ListSavedViewsAsync(Cancel)).Items, v => v.Id == view.Id || v.IsDefault);
    }

    [Fact, Rule("A9")]
    public async Task A_shared_view_is_made_by_administrators_and_shows_each_reader_what_they_may_see()
    {
        var (clara, bruno, davi) = (As(Clara).Api, As(Bruno).Api, As(Davi).Api);
        var filter = new TicketFilter { Tag = Unique("partilhada") };
        var ticket = await NewTicketAsync();
        await clara.ChangeTicketsAsync(new() { TicketIds = [ticket], Change = TicketsChange.AddTag, Tag = filter.Tag }, Cancel);
        Assert.Equal("savedView.onlyAdministrators", (await bruno.CreateSavedViewAsync(new() { Name = "De todos", Filter = filter, IsShared = true }, Cancel).Refused()).Code);

        var view = await clara.CreateSavedViewAsync(new() { Name = Unique("De todos"), Filter = filter, IsShared = true }, Cancel);

        foreach (var reader in (BalcaoApi[])[bruno, davi, clara])
            Assert.Equal(view, Assert.Single((await reader.ListSavedViewsAsync(Cancel)).Items, v => v.Id == view.Id));
        Assert.DoesNotContain((await As(Renata).Api.ListSavedViewsAsync(Cancel)).Items, v => v.Id == view.Id);
        Assert.Equal([ticket], (await bruno.ListTicketsAsync(view.Filter, ct: Cancel)).Items.Select(t => t.Id));
        Assert.Empty((await davi.ListTicketsAsync(view.Filter, ct: Cancel)).Items);
        Assert.Equal("savedView.onlyAdministrators", (await bruno.ChangeSavedViewAsync(view.Id, new() { Name = "Meu", Filter = filter }, Cancel).Refused()).Code);
        Assert.Equal("savedView.onlyAdministrators", (await bruno.DeleteSavedViewAsync(view.Id, Cancel).Refused()).Code);
        var program = App.WithToken(await App.TokenOfAsync(Clara, Permission.Read, Permission.ServeChats)).Api;
        Assert.Equal("savedView.onlyAdministrators", (await program.CreateSavedViewAsync(new() { Name = Unique("De um programa"), Filter = filter, IsShared = true }, Cancel).Refused()).Code);
        await davi.ChooseDefaultViewAsync(view.Id, Cancel);
        await clara.DeleteSavedViewAsync(view.Id, Cancel);
        Assert.DoesNotContain((await davi.ListSavedViewsAsync(Cancel)).Items, v => v.IsDefault);
        Assert.Equal(
            [SecurityEventKind.SettingCreated, SecurityEventKind.SettingDeleted],
            (await clara.ListAuditAsync(new() { Subject = "savedView" }, ct: Cancel)).Items.Where(e => e.Subject!.Id == view.Id.Value).Select(e => e.Kind).Order());
    }

    [Fact]
    public async Task A_view_needs_a_name_of_its_own_and_a_filter_that_means_something()
    {
        var bruno = As(Bruno).Api;
        var name = Unique("Visão");
        await bruno.CreateSavedViewAsync(new() { Name = name, Filter = new() }, Cancel);
        async Task<string> RefusedAsync(string called, TicketFilter filter) => (await bruno.CreateSavedViewAsync(new() { Name = called, Filter = filter }, Cancel).Refused()).Code;

        Assert.Equal("savedView.nameTaken", await RefusedAsync($" {name} ", new()));
        Assert.Equal("input.required", await RefusedAsync(" ", new()));
        Assert.Equal("input.tooLong", await RefusedAsync(new string('x', SavedViewLimits.Name + 1), new()));
        Assert.Equal("input.tooLong", await RefusedAsync(Unique("Visão"), new() { Q = new string('x', SavedViewLimits.Filter) }));
        Assert.Equal("input.invalid", await RefusedAsync(Unique("Visão"), new() { Status = "nonsense" }));
        Assert.Equal(name, (await As(Davi).Api.CreateSavedViewAsync(new() { Name = name, Filter = new() }, Cancel)).Name);
    }

    [Fact]
    public async Task A_person_has_a_limited_number_of_views()
    {
        await App.WriteAsync(OutraEmpresa, db => db.AddRange(Enumerable.Range(0, SavedViewLimits.PerAgent).Select(i => new SavedView
        {
            TenantId = OutraEmpresa, Id = SavedViewId.New(Opening), OwnerId = Igor.Id, Name = $"Visão {i}", Filter = SavedView.Stored(new()),
        })));

        var refused = await As(Igor).Api.CreateSavedViewAsync(new() { Name = "Uma a mais", Filter = new() }, Cancel).Refused();

        Assert.Equal(("savedView.tooMany", "Já existem 50 visões, o máximo. Exclua uma que ninguém usa."), (refused.Code, refused.Title));
        Assert.False((await As(Renata).Api.CreateSavedViewAsync(new() { Name = "Da Renata", Filter = new() }, Cancel)).IsShared);
    }

    [Fact]
    public async Task A_view_that_was_read_before_somebody_else_saved_is_not_saved()
    {
        var (clara, ana) = (As(Clara).Api, As(Ana).Api);
        var shared = await clara.CreateSavedViewAsync(new() { Name = Unique("De todos"), Filter = new(), IsShared = true }, Cancel);
        var own = await ana.CreateSavedViewAsync(new() { Name = Unique("Minha"), Filter = new() }, Cancel);
        ChangeSavedViewRequest Change(SavedViewItem read, string status) => new() { Version = read.Version, Name = read.Name, Filter = new() { Status = status } };
        var saved = await clara.ChangeSavedViewAsync(shared.Id, Change(shared, "open"), Cancel);
        await ana.ChangeSavedViewAsync(own.Id, Change(own, "open"), Cancel);

        Assert.Equal("setting.changedMeanwhile", (await clara.ChangeSavedViewAsync(shared.Id, Change(shared, "waiting"), Cancel).Refused()).Code);
        Assert.Equal("request.changedMeanwhile", (await ana.ChangeSavedViewAsync(own.Id, Change(own, "waiting"), Cancel).Refused()).Code);

        Assert.Equal("waiting", (await clara.ChangeSavedViewAsync(shared.Id, Change(saved, "waiting"), Cancel)).Filter.Status);
    }
}
