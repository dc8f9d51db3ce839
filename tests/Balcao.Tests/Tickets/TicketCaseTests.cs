using Balcao.Contract;
using Balcao.Tickets;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Tickets;

/// <summary>The tenant's categories and fields, and what tickets have of them.</summary>
public sealed class TicketCaseTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    private static string Unique(string name) => $"{name} {Interlocked.Increment(ref _count)}";

    private async Task<TicketView> NewTicketAsync() =>
        await As(Ana).Api.GetTicketAsync((await App.ChatWaiting(new Customer("Cliente", $"55119440{Interlocked.Increment(ref _count):00000}"))).Ticket, Cancel);

    [Fact]
    public async Task A_category_has_a_path_and_tickets_of_it_are_found_by_it_and_by_those_above()
    {
        var (clara, ana) = (As(Clara).Api, As(Ana).Api);
        var top = await clara.CreateTicketCategoryAsync(new() { Name = Unique("Entrega") }, Cancel);
        var below = await clara.CreateTicketCategoryAsync(new() { Name = "Atraso", ParentId = top.Id }, Cancel);
        Assert.Equal($"{top.Name} › Atraso", below.Path);
        var ticket = await NewTicketAsync();

        ticket = await ana.CategorizeTicketAsync(ticket.Id, new() { Version = ticket.Version, CategoryId = below.Id }, Cancel);

        Assert.Equal(new TicketCategoryName(below.Id, below.Path), ticket.Category);
        foreach (var category in (TicketCategoryItem[])[top, below])
            Assert.Contains(ticket.Id, (await ana.ListTicketsAsync(new() { Category = category.Id.ToString() }, ct: Cancel)).Items.Select(t => t.Id));
        Assert.Equal([new TicketChange("category", null, below.Path)], (await ana.ListTicketActionsAsync(ticket.Id, ct: Cancel)).Items[^1].Changes);
        Assert.Null((await ana.CategorizeTicketAsync(ticket.Id, new() { Version = ticket.Version }, Cancel)).Category);
    }

    [Fact]
    public async Task A_disabled_category_stays_at_its_tickets_and_is_not_chosen_any_more()
    {
        var (clara, ana) = (As(Clara).Api, As(Ana).Api);
        var category = await clara.CreateTicketCategoryAsync(new() { Name = Unique("Troca") }, Cancel);
        var (before, after) = (await NewTicketAsync(), await NewTicketAsync());
        await ana.CategorizeTicketAsync(before.Id, new() { Version = before.Version, CategoryId = category.Id }, Cancel);

        await clara.SaveTicketCategoryAsync(category.Id, new() { Name = category.Name, IsEnabled = false }, Cancel);

        Assert.Equal(category.Id, (await ana.GetTicketAsync(before.Id, Cancel)).Category?.Id);
        Assert.Equal("input.invalid", (await ana.CategorizeTicketAsync(after.Id, new() { Version = after.Version, CategoryId = category.Id }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_tree_has_no_circle_no_two_of_one_name_side_by_side_and_nothing_of_another_tenant()
    {
        var clara = As(Clara).Api;
        var top = await clara.CreateTicketCategoryAsync(new() { Name = Unique("A") }, Cancel);
        var below = await clara.CreateTicketCategoryAsync(new() { Name = "B", ParentId = top.Id }, Cancel);
        var theirs = await As(Renata).Api.CreateTicketCategoryAsync(new() { Name = top.Name }, Cancel);

        Assert.Equal("input.invalid", (await clara.SaveTicketCategoryAsync(top.Id, new() { Name = top.Name, ParentId = below.Id }, Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await clara.SaveTicketCategoryAsync(top.Id, new() { Name = top.Name, ParentId = top.Id }, Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await clara.CreateTicketCategoryAsync(new() { Name = "C", ParentId = theirs.Id }, Cancel).Refused()).Code);
        Assert.Equal("ticket.nameTaken", (await clara.CreateTicketCategoryAsync(new() { Name = " B ", ParentId = top.Id }, Cancel).Refused()).Code);
        Assert.Equal(404, (await clara.SaveTicketCategoryAsync(theirs.Id, new() { Name = "Tomada" }, Cancel).Refused()).Status);
        Assert.DoesNotContain((await clara.ListTicketCategoriesAsync(Cancel)).Items, c => c.Id == theirs.Id);
        var deep = below;
        for (var level = 3; level <= TicketCategory.Deepest; level++) deep = await clara.CreateTicketCategoryAsync(new() { Name = $"nível {level}", ParentId = deep.Id }, Cancel);
        Assert.Equal("input.invalid", (await clara.CreateTicketCategoryAsync(new() { Name = "fundo demais", ParentId = deep.Id }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_category_or_a_field_that_was_read_before_somebody_else_saved_is_not_saved()
    {
        var clara = As(Clara).Api;
        var category = await clara.CreateTicketCategoryAsync(new() { Name = Unique("Troca") }, Cancel);
        var field = await clara.CreateTicketFieldAsync(new() { Name = Unique("Loja"), Kind = TicketFieldKind.Text }, Cancel);
        SaveTicketCategoryRequest rename = new() { Version = category.Version, Name = Unique("Devolução") };
        ChangeTicketFieldRequest disable = new() { Version = field.Version, Name = field.Name, IsEnabled = false };
        var (renamed, disabled) = (await clara.SaveTicketCategoryAsync(category.Id, rename, Cancel), await clara.ChangeTicketFieldAsync(field.Id, disable, Cancel));

        Assert.Equal("setting.changedMeanwhile", (await clara.SaveTicketCategoryAsync(category.Id, rename, Cancel).Refused()).Code);
        Assert.Equal("setting.changedMeanwhile", (await clara.ChangeTicketFieldAsync(field.Id, disable with { IsEnabled = true }, Cancel).Refused()).Code);

        await clara.SaveTicketCategoryAsync(category.Id, rename with { Version = renamed.Version, Name = category.Name }, Cancel);
        Assert.True((await clara.ChangeTicketFieldAsync(field.Id, disable with { Version = disabled.Version, IsEnabled = true }, Cancel)).IsEnabled);
    }

    [Fact]
    public async Task Two_categories_that_are_moved_below_each_other_at_one_moment_make_no_circle()
    {
        var clara = As(Clara).Api;
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await clara.CreateTicketCategoryAsync(new() { Name = Unique("A") }, Cancel), await clara.CreateTicketCategoryAsync(new() { Name = Unique("B") }, Cancel));

            await Task.WhenAll(MoveAsync(a, b), MoveAsync(b, a), NewBelowAsync(a), NewBelowAsync(a));

            var all = (await clara.ListTicketCategoriesAsync(Cancel)).Items;
            Assert.Single(all, c => (c.Id == a.Id || c.Id == b.Id) && c.ParentId is null);
            Assert.Single(all, c => c.ParentId == a.Id && c.Name == "Novo");
        }

        Task MoveAsync(TicketCategoryItem moved, TicketCategoryItem under) => TryAsync(clara.SaveTicketCategoryAsync(moved.Id, new() { Name = moved.Name, ParentId = under.Id }, Cancel));
        Task NewBelowAsync(TicketCategoryItem parent) => TryAsync(clara.CreateTicketCategoryAsync(new() { Name = "Novo", ParentId = parent.Id }, Cancel));
        static async Task TryAsync(Task change)
        {
            try { await change; }
            catch (ProblemException refused) { Assert.Contains(refused.Problem.Code, (string[])["input.invalid", "ticket.nameTaken", "request.changedMeanwhile"]); }
        }
    }

    [Fact]
    public void No_order_of_moves_makes_a_circle_or_a_tree_too_deep() => Gen.Select(Gen.Int[0, 7], Gen.Int[-1, 7]).Array[0, 40].Sample(moves =>
    {
        TicketCategory[] all = [.. Enumerable.Range(0, 8).Select(i => new TicketCategory { TenantId = LojaExemplo, Id = TicketCategoryId.New(Opening), Name = $"{i}" })];
        var tree = new CategoryTree(all);
        foreach (var (moved, under) in moves)
        {
            if (under < 0) all[moved].ParentId = null;
            else if (tree.MayHang(all[moved].Id, all[under].Id)) all[moved].ParentId = all[under].Id;
        }
        return all.All(c => tree.WayTo(c.Id) is var way && way.Count <= TicketCategory.Deepest && way[0].ParentId is null);
    });

    [Theory]
    [InlineData(TicketFieldKind.Text, " NS-1 ", "NS-1")]
    [InlineData(TicketFieldKind.Text, "=1+1", "=1+1")]
    [InlineData(TicketFieldKind.Number, "-12.50", "-12.5")]
    [InlineData(TicketFieldKind.Number, "012.0", "12")]
    [InlineData(TicketFieldKind.Number, "-0.0", "0")]
    [InlineData(TicketFieldKind.Number, "0.0000000000000000000000000010", "0.000000000000000000000000001")]
    [InlineData(TicketFieldKind.Number, "12,5", null)]
    [InlineData(TicketFieldKind.Number, "1e3", null)]
    [InlineData(TicketFieldKind.Number, "NaN", null)]
    [InlineData(TicketFieldKind.Date, "2026-11-30", "2026-11-30")]
    [InlineData(TicketFieldKind.Date, "2026-02-30", null)]
    [InlineData(TicketFieldKind.Date, "30/11/2026", null)]
    [InlineData(TicketFieldKind.Choice, "220 V", "220 V")]
    [InlineData(TicketFieldKind.Choice, "330 V", null)]
    public void A_value_is_read_by_the_kind_of_its_field(TicketFieldKind kind, string typed, string? stored)
    {
        var field = new TicketField { TenantId = LojaExemplo, Id = TicketFieldId.New(Opening), Name = "Campo", Kind = kind, ChoiceList = ["110 V", "220 V"] };

        Assert.Equal(stored, field.Read(typed));
    }

    [Fact]
    public async Task A_ticket_has_values_for_the_tenant_s_fields_and_each_change_is_an_action()
    {
        var (clara, ana) = (As(Clara).Api, As(Ana).Api);
        var field = await clara.CreateTicketFieldAsync(new() { Name = Unique("Voltagem"), Kind = TicketFieldKind.Choice, Choices = [" 110 V", "220 V "] }, Cancel);
        Assert.Equal(["110 V", "220 V"], field.Choices);
        var ticket = await NewTicketAsync();

        ticket = await ana.SetTicketFieldAsync(ticket.Id, field.Id, new() { Version = ticket.Version, Value = "220 V" }, Cancel);
        Assert.Equal([new TicketFieldValueItem(field.Id, "220 V")], ticket.Fields);
        Assert.Equal("input.invalid", (await ana.SetTicketFieldAsync(ticket.Id, field.Id, new() { Version = ticket.Version, Value = "330 V" }, Cancel).Refused()).Code);
        Assert.Equal("request.changedMeanwhile", (await ana.SetTicketFieldAsync(ticket.Id, field.Id, new() { Version = ticket.Version - 1, Value = "110 V" }, Cancel).Refused()).Code);
        ticket = await ana.SetTicketFieldAsync(ticket.Id, field.Id, new() { Version = ticket.Version }, Cancel);

        Assert.Empty(ticket.Fields);
        Assert.Equal(
            [new TicketChange("field:" + field.Name, null, "220 V"), new TicketChange("field:" + field.Name, "220 V", null)],
            (await ana.ListTicketActionsAsync(ticket.Id, ct: Cancel)).Items.SelectMany(a => a.Changes));
    }

    [Fact]
    public async Task Fields_of_other_tenants_do_not_exist_and_only_choices_have_choices()
    {
        var clara = As(Clara).Api;
        var theirs = await As(Renata).Api.CreateTicketFieldAsync(new() { Name = "Deles", Kind = TicketFieldKind.Text }, Cancel);
        var ticket = await NewTicketAsync();

        Assert.Equal(404, (await As(Ana).Api.SetTicketFieldAsync(ticket.Id, theirs.Id, new() { Version = ticket.Version, Value = "x" }, Cancel).Refused()).Status);
        Assert.Equal(404, (await clara.ChangeTicketFieldAsync(theirs.Id, new() { Name = "Nosso" }, Cancel).Refused()).Status);
        Assert.DoesNotContain((await clara.ListTicketFieldsAsync(Cancel)).Items, f => f.Id == theirs.Id);
        Assert.Equal("input.invalid", (await clara.CreateTicketFieldAsync(new() { Name = Unique("x"), Kind = TicketFieldKind.Choice }, Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await clara.CreateTicketFieldAsync(new() { Name = Unique("x"), Kind = TicketFieldKind.Text, Choices = ["a"] }, Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await clara.CreateTicketFieldAsync(new() { Name = Unique("x"), Kind = TicketFieldKind.Choice, Choices = ["a", " a"] }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task Targets_hold_for_open_tickets_at_once_and_an_answer_meets_the_first()
    {
        var chat = await App.ChatServedBy(Ana, new Customer("Cliente", $"55119440{Interlocked.Increment(ref _count):00000}"));
        var (clara, ana) = (As(Clara).Api, As(Ana).Api);
        Assert.Null((await ana.GetTicketAsync(chat.Ticket, Cancel)).Due);
        await clara.SaveTicketTargetsAsync(new([new(TicketUrgency.Normal, 15, 240)]), Cancel);
        var opened = (await ana.GetTicketAsync(chat.Ticket, Cancel)).OpenedAt;

        Assert.Equal(new TicketDue(TicketDueKind.FirstAnswer, opened.AddMinutes(15)), (await ana.GetTicketAsync(chat.Ticket, Cancel)).Due);
        await ana.SendMessageAsync(chat.Id, new() { ClientKey = "prazo", Text = "Pois não?" }, Cancel);

        var listed = (await ana.ListTicketsAsync(new() { Contact = chat.Contact.ToString() }, ct: Cancel)).Items.Single();
        Assert.Equal(new TicketDue(TicketDueKind.Resolution, opened.AddMinutes(240)), listed.Due);
        // The other tenant has targets of its own.
        Assert.All((await As(Renata).Api.ListTicketTargetsAsync(Cancel)).Targets, t => Assert.Null(t.FirstAnswerMinutes));
        await clara.SaveTicketTargetsAsync(new([new(TicketUrgency.Low, null, null)]), Cancel);
        Assert.Equal(Enum.GetValues<TicketUrgency>().Select(u => new TicketTargetItem(u, null, null)), (await clara.ListTicketTargetsAsync(Cancel)).Targets);
    }

    [Fact]
    public async Task A_target_is_between_a_minute_and_ninety_days_of_service_and_an_urgency_has_one()
    {
        var clara = As(Clara).Api;

        foreach (var minutes in (int[])[0, -1, 43_201, int.MaxValue])
            Assert.Equal("input.invalid", (await clara.SaveTicketTargetsAsync(new([new(TicketUrgency.High, minutes, null)]), Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await clara.SaveTicketTargetsAsync(new([new(TicketUrgency.High, 1, null), new(TicketUrgency.High, 2, null)]), Cancel).Refused()).Code);
    }

    [Fact]
    public async Task Targets_that_were_read_before_somebody_else_saved_are_not_saved()
    {
        var clara = As(Clara).Api;
        var read = await clara.ListTicketTargetsAsync(Cancel);
        var saved = await clara.SaveTicketTargetsAsync(new([new(TicketUrgency.High, 15, 240)]) { Version = read.Version }, Cancel);

        Assert.Equal("setting.changedMeanwhile", (await clara.SaveTicketTargetsAsync(new([new(TicketUrgency.Low, 60, null)]) { Version = read.Version }, Cancel).Refused()).Code);

        Assert.Equal(new(TicketUrgency.High, 15, 240), Assert.Single((await clara.ListTicketTargetsAsync(Cancel)).Targets, t => t.FirstAnswerMinutes is not null));
        var cleared = await clara.SaveTicketTargetsAsync(new([]) { Version = saved.Version }, Cancel);
        Assert.NotEqual(saved.Version, cleared.Version);
        Assert.Equal("setting.changedMeanwhile", (await clara.SaveTicketTargetsAsync(new([]) { Version = saved.Version }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task Disabled_fields_count_for_the_limit_and_the_refusal_says_so()
    {
        await App.WriteAsync(OutraEmpresa, db => db.AddRange(Enumerable.Range(0, TicketField.Most).Select(i => new TicketField
        {
            TenantId = OutraEmpresa, Id = TicketFieldId.New(Opening), Name = $"Limite {i}", Kind = TicketFieldKind.Text, IsEnabled = false,
        })));

        var refused = await As(Renata).Api.CreateTicketFieldAsync(new() { Name = "Um a mais", Kind = TicketFieldKind.Text }, Cancel).Refused();

        Assert.Equal(
            ("ticket.tooMany", $"Já existem {TicketField.Most}, o máximo, contando os desativados. Renomeie e reative um que ninguém usa."), (refused.Code, refused.Title));
        await App.WriteAsync(OutraEmpresa, db => db.TicketFields.Where(f => f.Name.StartsWith("Limite ")).ExecuteDeleteAsync(Cancel));
    }
}
