using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Tickets;

/// <summary>Tickets that become one, and tickets that name each other.</summary>
public sealed class TicketMergeTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer() => new("Cliente", $"55119460{Interlocked.Increment(ref _customers):00000}");

    /// <summary>A ticket with an open chat, and a later one of the same contact without.</summary>
    private async Task<(TicketView Kept, TicketView Other, PlacedChat Chat)> TwoAsync()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer(), "Pedido");
        App.LetPass(TimeSpan.FromMinutes(1));
        var later = await App.LaterTicketAsync(chat, "Mesmo pedido");
        var ana = As(Ana).Api;
        return (await ana.GetTicketAsync(later, Cancel), await ana.GetTicketAsync(chat.Ticket, Cancel), chat);
    }

    private async Task<IReadOnlyList<TicketActionItem>> ActionsOf(TicketId id) => (await As(Ana).Api.ListTicketActionsAsync(id, ct: Cancel)).Items;

    private static MergeTicketsRequest Request(TicketView kept, TicketView other) => new() { Version = kept.Version, OtherId = other.Id, OtherVersion = other.Version };

    [Fact]
    public async Task A_merged_ticket_leaves_actions_tags_chats_and_messages_to_the_kept_one_and_names_it()
    {
        var (kept, other, chat) = await TwoAsync();
        var ana = As(Ana).Api;
        await App.WriteAsync(LojaExemplo, db => db.Add(new Message
        {
            TenantId = LojaExemplo, Id = MessageId.New(App.Time.GetUtcNow()), ConversationId = chat.Conversation, ChannelId = Balcao500.Id, Direction = MessageDirection.Inbound,
            Kind = MessageKind.Text, At = other.OpenedAt, StoredAt = other.OpenedAt, Text = "Fora do horário",
        }));
        await ana.AddTicketNoteAsync(other.Id, new() { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = "Conferido" }, Cancel);
        other = await ana.GetTicketAsync(other.Id, Cancel);
        other = await ana.EditTicketAsync(other.Id, new() { Version = other.Version, Tags = ["bolo", "troca"] }, Cancel);
        kept = await ana.EditTicketAsync(kept.Id, new() { Version = kept.Version, Tags = ["bolo"] }, Cancel);

        var merged = await ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel);

        Assert.Equal((TicketStatus.New, "Mesmo pedido"), (merged.Status, merged.Subject));
        Assert.Equal(["bolo", "troca"], merged.Tags);
        Assert.Equal(chat.Id, merged.OpenChat?.Id);
        var actions = await ActionsOf(kept.Id);
        Assert.Contains(actions, a => a.Text == "Conferido");
        Assert.Equal([new TicketChange("mergedFrom", null, $"{other.Protocol}")], actions[^1].Changes);
        Assert.Equal("Fora do horário", Assert.Single((await ana.ListTicketMessagesAsync(kept.Id, ct: Cancel)).Items).Text);

        var gone = await ana.GetTicketAsync(other.Id, Cancel);
        Assert.Equal((TicketStatus.Closed, new TicketName(kept.Id, kept.Protocol, merged.Status)), (gone.Status, gone.MergedInto));
        Assert.Empty(gone.Tags);
        var last = Assert.Single(await ActionsOf(other.Id));
        Assert.Equal((TicketActionKind.Merged, Ana.Name), (last.Kind, last.Author?.Name));
        Assert.Equal([new TicketChange("mergedInto", null, $"{kept.Protocol}"), new TicketChange("status", "new", "closed")], last.Changes);
        Assert.Empty((await ana.ListTicketMessagesAsync(other.Id, ct: Cancel)).Items);
    }

    [Fact, Rule("A6")]
    public async Task The_transcript_of_a_chat_whose_ticket_was_merged_is_in_the_kept_ticket()
    {
        var (kept, other, chat) = await TwoAsync();
        var ana = As(Ana).Api;
        await ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel);

        await ana.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);

        Assert.Contains(await ActionsOf(kept.Id), a => a.Kind is TicketActionKind.Transcript && a.ChatId == chat.Id);
        Assert.Equal("Pedido", Assert.Single((await ana.GetTranscriptAsync(kept.Id, chat.Id, ct: Cancel)).Items).Text);
        Assert.Equal(TicketStatus.Resolved, (await ana.GetTicketAsync(kept.Id, Cancel)).Status);
    }

    [Fact]
    public async Task What_was_merged_before_goes_with_the_ticket()
    {
        var (second, first, chat) = await TwoAsync();
        App.LetPass(TimeSpan.FromMinutes(1));
        var ana = As(Ana).Api;
        var third = await ana.GetTicketAsync(await App.LaterTicketAsync(chat, "De novo"), Cancel);
        second = await ana.MergeTicketsAsync(second.Id, Request(second, first), Cancel);

        await ana.MergeTicketsAsync(third.Id, Request(third, second), Cancel);

        foreach (var gone in (TicketView[])[first, second]) Assert.Equal(third.Id, (await ana.GetTicketAsync(gone.Id, Cancel)).MergedInto?.Id);
        Assert.Equal(chat.Id, (await ana.GetTicketAsync(third.Id, Cancel)).OpenChat?.Id);
    }

    [Fact]
    public async Task A_chat_of_another_number_s_conversation_goes_with_every_merge()
    {
        var (second, first, chat) = await TwoAsync();
        var ana = As(Ana).Api;
        var (third, theirChat) = await AtAnotherNumberAsync(chat);
        second = await ana.MergeTicketsAsync(second.Id, Request(second, third), Cancel);

        await ana.MergeTicketsAsync(first.Id, Request(first, second), Cancel);

        await ana.TakeChatAsync(theirChat, Cancel);
        await ana.CloseChatAsync(theirChat, new CloseChatRequest { ResolveTicket = false }, Cancel);
        Assert.Contains(await ActionsOf(first.Id), a => a.Kind is TicketActionKind.Transcript && a.ChatId == theirChat);
    }

    /// <summary>A ticket with a waiting chat of the same contact, in its conversation with another number.</summary>
    private async Task<(TicketView Ticket, ChatId Chat)> AtAnotherNumberAsync(PlacedChat chat)
    {
        var now = App.Time.GetUtcNow();
        var (conversation, ticket, id) = (ConversationId.New(now), TicketId.New(now), ChatId.New(now));
        await App.WriteAsync(LojaExemplo, db => db.Add(new Conversation { TenantId = LojaExemplo, Id = conversation, ChannelId = Balcao501.Id, ContactId = chat.Contact, LastActivityAt = now }));
        await App.WriteAsync(LojaExemplo, db => db.Add(new Ticket
        {
            TenantId = LojaExemplo, Id = ticket, ConversationId = conversation, ContactId = chat.Contact, GroupId = Atendimento, Subject = "Por outro número", OpenedAt = now,
        }));
        await App.WriteAsync(LojaExemplo, db => db.Add(new Chat
        {
            TenantId = LojaExemplo, Id = id, ConversationId = conversation, GroupId = Atendimento, TicketId = ticket, WaitingSince = now,
        }));
        return (await As(Ana).Api.GetTicketAsync(ticket, Cancel), id);
    }

    [Fact]
    public async Task A_new_ticket_continues_with_the_status_and_the_owner_of_one_that_was_attended_to()
    {
        var (kept, other, _) = await TwoAsync();
        var ana = As(Ana).Api;
        other = await ana.AssignTicketAsync(other.Id, new() { Version = other.Version, OwnerId = Ana.Id }, Cancel);
        other = await ana.ChangeTicketStatusAsync(other.Id, new() { Version = other.Version, Status = TicketStatus.Waiting, WaitingReason = "Peça" }, Cancel);
        Task<DateTimeOffset?> AttendedAsync(TicketId id) => App.ReadAsync(LojaExemplo, db => db.Tickets.Where(t => t.Id == id).Select(t => t.AttendedAt).SingleAsync(Cancel));
        App.LetPass(TimeSpan.FromMinutes(1));

        var merged = await ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel);

        Assert.Equal((TicketStatus.Waiting, "Peça", Ana.Name), (merged.Status, merged.WaitingReason, merged.Owner?.Name));
        Assert.NotNull(await AttendedAsync(kept.Id));
        Assert.Equal(await AttendedAsync(other.Id), await AttendedAsync(kept.Id));
        Assert.Equal(
            [new TicketChange("mergedFrom", null, $"{other.Protocol}"), new TicketChange("status", "new", "waiting"), new TicketChange("owner", null, Ana.Name)],
            (await ActionsOf(kept.Id))[^1].Changes);
    }

    [Fact]
    public async Task A_merged_ticket_takes_no_note_and_no_change_and_a_repeated_note_is_known()
    {
        var (kept, other, _) = await TwoAsync();
        var ana = As(Ana).Api;
        var note = new AddTicketNoteRequest { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = "Antes" };
        await ana.AddTicketNoteAsync(other.Id, note, Cancel);
        await ana.MergeTicketsAsync(kept.Id, Request(kept, await ana.GetTicketAsync(other.Id, Cancel)), Cancel);
        other = await ana.GetTicketAsync(other.Id, Cancel);

        var refused = await ana.AddTicketNoteAsync(other.Id, note with { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = "Depois" }, Cancel).Refused();

        Assert.Equal(("ticket.merged", "Este ticket foi unido a outro. Continue no outro ticket."), (refused.Code, refused.Title));
        Assert.Equal("ticket.merged", (await ana.EditTicketAsync(other.Id, new() { Version = other.Version, Tags = ["troca"] }, Cancel).Refused()).Code);
        Assert.Equal("ticket.merged", (await ana.LinkTicketAsync(other.Id, kept.Protocol, Cancel).Refused()).Code);
        await ana.AddTicketNoteAsync(other.Id, note, Cancel);
        Assert.Single(await ActionsOf(kept.Id), a => a.Kind is TicketActionKind.Note);
    }

    [Fact]
    public async Task Tags_beyond_the_limit_after_a_merge_can_be_removed_and_none_added()
    {
        var (kept, other, _) = await TwoAsync();
        var ana = As(Ana).Api;
        string[] first = [.. Enumerable.Range(0, TicketLimits.MostTags).Select(i => $"a{i}")], second = ["b1", "b2", "b3"];
        kept = await ana.EditTicketAsync(kept.Id, new() { Version = kept.Version, Tags = first }, Cancel);
        other = await ana.EditTicketAsync(other.Id, new() { Version = other.Version, Tags = second }, Cancel);
        var merged = await ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel);
        Assert.Equal(TicketLimits.MostTags + 3, merged.Tags.Count);
        Task<TicketsChanged> ManyAsync(TicketsChange change, string tag) => ana.ChangeTicketsAsync(new() { TicketIds = [kept.Id], Change = change, Tag = tag }, Cancel);

        merged = await ana.EditTicketAsync(kept.Id, new() { Version = merged.Version, Tags = [.. first, "b2", "b3"] }, Cancel);
        Assert.Null((await ManyAsync(TicketsChange.RemoveTag, "b2")).Results[0].Refusal);
        Assert.Equal("input.invalid", (await ManyAsync(TicketsChange.AddTag, "c")).Results[0].Refusal?.Code);
        merged = await ana.GetTicketAsync(kept.Id, Cancel);
        Assert.Equal("input.invalid", (await ana.EditTicketAsync(kept.Id, new() { Version = merged.Version, Tags = [.. first, "c"] }, Cancel).Refused()).Code);
        Assert.Equal(first.Append("b3").Order(StringComparer.Ordinal), merged.Tags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_open_tickets_of_one_contact_that_the_agent_sees_are_merged()
    {
        var (kept, other, _) = await TwoAsync();
        var (stranger, _, _) = await TwoAsync();
        var (ana, davi) = (As(Ana).Api, As(Davi).Api);
        var theirs = await As(Renata).Api.GetTicketAsync((await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, NewCustomer(), "Deles")).Ticket, Cancel);

        Assert.Equal("ticket.ofAnotherContact", (await ana.MergeTicketsAsync(kept.Id, Request(kept, stranger), Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await ana.MergeTicketsAsync(kept.Id, Request(kept, kept), Cancel).Refused()).Code);
        Assert.Equal(404, (await ana.MergeTicketsAsync(kept.Id, Request(kept, theirs), Cancel).Refused()).Status);
        Assert.Equal(404, (await davi.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel).Refused()).Status);
        Assert.Equal("request.changedMeanwhile", (await ana.MergeTicketsAsync(kept.Id, Request(kept, other) with { OtherVersion = other.Version - 1 }, Cancel).Refused()).Code);
        kept = await ana.ChangeTicketStatusAsync(kept.Id, new() { Version = kept.Version, Status = TicketStatus.Cancelled }, Cancel);
        Assert.Equal("ticket.final", (await ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel).Refused()).Code);
        Assert.Equal("ticket.final", (await ana.MergeTicketsAsync(other.Id, Request(other, kept), Cancel).Refused()).Code);
        Assert.Null((await ana.GetTicketAsync(other.Id, Cancel)).MergedInto);
    }

    [Fact]
    public async Task Of_merges_of_two_tickets_into_each_other_at_one_moment_exactly_one_is_done()
    {
        var (kept, other, _) = await TwoAsync();
        var ana = As(Ana).Api;

        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await (i % 2 == 0 ? ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel) : ana.MergeTicketsAsync(other.Id, Request(other, kept), Cancel));
                return "merged";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }));

        Assert.Single(codes, "merged");
        Assert.All(codes.Where(code => code != "merged"), code => Assert.Equal("request.changedMeanwhile", code));
        TicketView[] both = [await ana.GetTicketAsync(kept.Id, Cancel), await ana.GetTicketAsync(other.Id, Cancel)];
        Assert.Single(both, t => t.MergedInto is not null);
    }

    [Fact, Rule("A9")]
    public async Task Of_a_linked_ticket_that_an_agent_may_not_see_there_is_only_the_number()
    {
        var (ours, _, _) = await TwoAsync();
        var (clara, ana, davi) = (As(Clara).Api, As(Ana).Api, As(Davi).Api);
        var theirs = await clara.GetTicketAsync((await App.ChatWaiting(Balcao501, Financeiro, NewCustomer(), "Boleto")).Ticket, Cancel);

        // Ana does not see it, so for her it does not exist.
        Assert.Equal("input.invalid", (await ana.LinkTicketAsync(ours.Id, theirs.Protocol, Cancel).Refused()).Code);
        var linked = await clara.LinkTicketAsync(ours.Id, theirs.Protocol, Cancel);
        await clara.LinkTicketAsync(theirs.Id, ours.Protocol, Cancel);

        Assert.Equal([new TicketLinkItem(theirs.Protocol, theirs.Id, TicketStatus.New, "Boleto")], linked.Links);
        Assert.Equal([new TicketLinkItem(theirs.Protocol, null, null, null)], (await ana.GetTicketAsync(ours.Id, Cancel)).Links);
        Assert.Equal([new TicketLinkItem(ours.Protocol, null, null, null)], (await davi.GetTicketAsync(theirs.Id, Cancel)).Links);
        Assert.DoesNotContain(theirs.Id.ToString(), await As(Ana).GetStringAsync($"/api/tickets/{ours.Id}", Cancel), StringComparison.Ordinal);
        Assert.Equal([new TicketChange("link", null, $"{theirs.Protocol}")], Assert.Single(await ActionsOf(ours.Id)).Changes);
        // The number is enough to remove it.
        Assert.Empty((await ana.UnlinkTicketAsync(ours.Id, theirs.Protocol, Cancel)).Links);
        Assert.Equal(404, (await ana.UnlinkTicketAsync(ours.Id, theirs.Protocol, Cancel).Refused()).Status);
        Assert.Empty((await davi.GetTicketAsync(theirs.Id, Cancel)).Links);
    }

    [Fact]
    public async Task A_link_is_to_another_ticket_of_the_tenant_and_follows_a_merge()
    {
        var (kept, other, _) = await TwoAsync();
        var (third, fourth, _) = await TwoAsync();
        var ana = As(Ana).Api;
        foreach (var wrong in (long[])[kept.Protocol, 999_999_999, 0]) Assert.Equal("input.invalid", (await ana.LinkTicketAsync(kept.Id, wrong, Cancel).Refused()).Code);
        Assert.Equal(404, (await As(Renata).Api.LinkTicketAsync(kept.Id, other.Protocol, Cancel).Refused()).Status);
        await ana.LinkTicketAsync(kept.Id, other.Protocol, Cancel);
        await ana.LinkTicketAsync(kept.Id, third.Protocol, Cancel);
        await ana.LinkTicketAsync(other.Id, third.Protocol, Cancel);
        other = await ana.LinkTicketAsync(other.Id, fourth.Protocol, Cancel);
        kept = await ana.GetTicketAsync(kept.Id, Cancel);

        var merged = await ana.MergeTicketsAsync(kept.Id, Request(kept, other), Cancel);

        Assert.Equal([fourth.Protocol, third.Protocol], merged.Links.Select(l => l.Protocol).OrderBy(p => p == third.Protocol));
        Assert.Empty((await ana.GetTicketAsync(other.Id, Cancel)).Links);
    }
}
