using Balcao.Contract;
using Balcao.Tickets;

namespace Balcao.Tests.Tickets;

/// <summary>The statuses of a ticket, without a database.</summary>
[WithoutDatabase]
public sealed class TicketStatusTests
{
    private static readonly DateTimeOffset Now = Opening;

    private static Ticket New() => new()
    {
        TenantId = LojaExemplo, Id = TicketId.New(Now), ConversationId = ConversationId.New(Now), ContactId = ContactId.New(Now), GroupId = Atendimento,
        Subject = "Máquina não liga", OpenedAt = Now,
    };

    private static Ticket In(TicketStatus status)
    {
        var ticket = New();
        if (status is not TicketStatus.New) Assert.Null(ticket.ChangeTo(status, "Peça", Now));
        return ticket;
    }

    [Theory]
    [InlineData(TicketStatus.New, TicketStatus.InAttendance, null)]
    [InlineData(TicketStatus.New, TicketStatus.Waiting, null)]
    [InlineData(TicketStatus.InAttendance, TicketStatus.Resolved, null)]
    [InlineData(TicketStatus.Waiting, TicketStatus.InAttendance, null)]
    [InlineData(TicketStatus.Resolved, TicketStatus.InAttendance, null)]
    [InlineData(TicketStatus.Resolved, TicketStatus.Closed, null)]
    [InlineData(TicketStatus.InAttendance, TicketStatus.Cancelled, null)]
    [InlineData(TicketStatus.InAttendance, TicketStatus.New, "input.invalid")]
    [InlineData(TicketStatus.Closed, TicketStatus.InAttendance, "ticket.final")]
    [InlineData(TicketStatus.Cancelled, TicketStatus.Resolved, "ticket.final")]
    public void An_agent_gives_any_status_but_new_and_closed_and_cancelled_are_final(TicketStatus from, TicketStatus to, string? refused)
    {
        var ticket = In(from);

        Assert.Equal(refused, ticket.ChangeTo(to, "Peça", Now)?.Code);
        Assert.Equal(refused is null ? to : from, ticket.Status);
        Assert.Equal(ticket.Status is TicketStatus.Waiting ? "Peça" : null, ticket.WaitingReason);
    }

    [Theory]
    [InlineData(null, "input.required")]
    [InlineData("  ", "input.required")]
    public void Waiting_needs_a_reason(string? reason, string refused) => Assert.Equal(refused, New().ChangeTo(TicketStatus.Waiting, reason, Now)?.Code);

    [Theory, Rule("H5")]
    [InlineData(TicketStatus.New, true, TicketStatus.New)]
    [InlineData(TicketStatus.InAttendance, true, TicketStatus.InAttendance)]
    [InlineData(TicketStatus.Waiting, true, TicketStatus.Waiting)]
    [InlineData(TicketStatus.Resolved, true, TicketStatus.InAttendance)]
    [InlineData(TicketStatus.Closed, false, TicketStatus.New)]
    [InlineData(TicketStatus.Cancelled, false, TicketStatus.New)]
    public void A_message_uses_the_newest_ticket_that_is_neither_closed_nor_cancelled_and_reopens_a_resolved_one(TicketStatus before, bool isUsed, TicketStatus after)
    {
        var newest = In(before);

        var (ticket, action) = TicketForChat.Choose(newest, (LojaExemplo, newest.ConversationId), newest.ContactId, Financeiro, "De novo", Now);

        Assert.Equal(isUsed, ticket == newest);
        Assert.Equal(after, ticket.Status);
        Assert.Equal(!isUsed ? TicketActionKind.Opened : before is TicketStatus.Resolved ? TicketActionKind.Reopened : (TicketActionKind?)null, action?.Kind);
        // It keeps its group; a new one has the group that serves the number.
        Assert.Equal(isUsed ? Atendimento : Financeiro, ticket.GroupId);
    }

    [Fact, Rule("H5")]
    public void A_ticket_that_was_resolved_without_an_agent_is_new_when_it_is_reopened()
    {
        var ticket = New();
        ticket.Resolve(Now);

        ticket.Reopen(Now);

        Assert.Equal(TicketStatus.New, ticket.Status);
    }

    [Theory]
    [InlineData(TicketStatus.New, true)]
    [InlineData(TicketStatus.Waiting, true)]
    [InlineData(TicketStatus.Resolved, false)]
    [InlineData(TicketStatus.Closed, false)]
    [InlineData(TicketStatus.Cancelled, false)]
    public void Whoever_attends_to_an_open_ticket_without_an_owner_owns_it(TicketStatus before, bool isTheirs)
    {
        var ticket = In(before);

        ticket.Attend(Ana.Id, Now);
        ticket.Attend(Bruno.Id, Now);

        Assert.Equal(isTheirs ? Ana.Id : (AgentId?)null, ticket.OwnerId);
        Assert.Equal(isTheirs ? TicketStatus.InAttendance : before, ticket.Status);
    }
}
