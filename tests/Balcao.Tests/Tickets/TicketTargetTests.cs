using Balcao.Contract;
using Balcao.ServiceHours;
using Balcao.Tickets;
using CsCheck;

namespace Balcao.Tests.Tickets;

/// <summary>When tickets are to be answered and resolved, without a database.</summary>
[WithoutDatabase]
public sealed class TicketTargetTests
{
    private static readonly TicketTargets Targets = new(
        [
            new() { TenantId = LojaExemplo, Urgency = TicketUrgency.High, FirstAnswerMinutes = 10, ResolutionMinutes = 60 },
            new() { TenantId = LojaExemplo, Urgency = TicketUrgency.Urgent, FirstAnswerMinutes = 30, ResolutionMinutes = 5 },
        ], new Dictionary<ChannelId, Hours>());

    private static Ticket New(TicketUrgency urgency) => new()
    {
        TenantId = LojaExemplo, Id = TicketId.New(Opening), ConversationId = ConversationId.New(Opening), ContactId = ContactId.New(Opening), GroupId = Atendimento,
        Subject = "Caso", OpenedAt = Opening, Urgency = urgency,
    };

    private static TicketDue? Due(Ticket ticket) => Targets.NextOf(ticket, Balcao500.Id);

    [Theory]
    [InlineData(TicketUrgency.High, TicketStatus.New, false, TicketDueKind.FirstAnswer, 10)]
    [InlineData(TicketUrgency.High, TicketStatus.InAttendance, true, TicketDueKind.Resolution, 60)]
    [InlineData(TicketUrgency.High, TicketStatus.Resolved, false, null, 0)]
    [InlineData(TicketUrgency.High, TicketStatus.Closed, false, null, 0)]
    [InlineData(TicketUrgency.High, TicketStatus.Cancelled, false, null, 0)]
    [InlineData(TicketUrgency.Urgent, TicketStatus.New, false, TicketDueKind.Resolution, 5)]
    [InlineData(TicketUrgency.Low, TicketStatus.New, false, null, 0)]
    public void What_is_due_next_is_counted_from_the_opening(TicketUrgency urgency, TicketStatus status, bool isAnswered, TicketDueKind? kind, int minutes)
    {
        var ticket = New(urgency);
        if (isAnswered) ticket.AnswerOf(MessageId.New(Opening), Ana.Id, Opening);
        if (status is not TicketStatus.New) ticket.ChangeTo(status, null, Opening);

        Assert.Equal(kind is { } due ? new TicketDue(due, Opening.AddMinutes(minutes)) : null, Due(ticket));
    }

    [Fact]
    public void Targets_are_counted_in_the_hours_of_the_ticket_s_number()
    {
        var local = new Hours(new() { TimeZone = "UTC", IsAlwaysOpen = true }).LocalTimeOf(Opening);
        var from = (int)local.TimeOfDay.TotalMinutes + 30;
        var hours = new Hours(new() { TimeZone = "UTC", Weekly = [new(local.DayOfWeek, from, from + 20)] });
        TicketTargets targets = new(
            [new() { TenantId = LojaExemplo, Urgency = TicketUrgency.High, FirstAnswerMinutes = 10 }], new Dictionary<ChannelId, Hours> { [Balcao500.Id] = hours });

        Assert.Equal(Opening.AddMinutes(40), targets.NextOf(New(TicketUrgency.High), Balcao500.Id)?.At);
        Assert.Equal(Opening.AddMinutes(10), targets.NextOf(New(TicketUrgency.High), Balcao501.Id)?.At);
    }

    [Fact]
    public void A_target_stands_still_while_the_ticket_waits_and_while_it_is_resolved()
    {
        var ticket = New(TicketUrgency.High);
        ticket.AnswerOf(MessageId.New(Opening), Ana.Id, Opening);
        ticket.ChangeTo(TicketStatus.Waiting, "Peça", Opening.AddMinutes(20));
        Assert.Equal(new TicketDue(TicketDueKind.Resolution, null, 40), Due(ticket));

        ticket.Attend(Ana.Id, Opening.AddMinutes(120));
        Assert.Equal(new TicketDue(TicketDueKind.Resolution, Opening.AddMinutes(160)), Due(ticket));
        // From waiting to resolved is one pause.
        ticket.ChangeTo(TicketStatus.Waiting, "Peça", Opening.AddMinutes(130));
        ticket.Resolve(Opening.AddMinutes(140));
        ticket.Reopen(Opening.AddMinutes(150));
        Assert.Equal(new TicketDue(TicketDueKind.Resolution, Opening.AddMinutes(180)), Due(ticket));
    }

    [Fact]
    public void A_ticket_that_was_late_before_it_waited_stays_late()
    {
        var ticket = New(TicketUrgency.High);
        ticket.ChangeTo(TicketStatus.Waiting, "Peça", Opening.AddMinutes(15));

        Assert.Equal(new TicketDue(TicketDueKind.FirstAnswer, Opening.AddMinutes(10)), Due(ticket));
    }

    [Fact]
    public void Pauses_are_in_order_and_few_whatever_happens_to_a_ticket() => Gen.Select(Gen.Bool, Gen.Int[0, 3]).Array[0, 200].Sample(steps =>
    {
        string? stored = null;
        var now = Opening;
        foreach (var (begins, parts) in steps)
        {
            now += TimeSpan.FromMilliseconds(0.7 * parts);
            stored = begins ? TicketPauses.Begin(stored, now) : TicketPauses.End(stored, now);
        }
        var pauses = TicketPauses.Read(stored);
        return (stored?.Length ?? 0) <= TicketPauses.Longest
            && pauses.All(p => p.Until is null || p.From < p.Until)
            && pauses.Zip(pauses.Skip(1)).All(pair => pair.First.Until < pair.Second.From)
            && (pauses is [.., { Until: null }]) == (steps.LastOrDefault().Item1);
    });

    [Fact]
    public void A_ticket_that_waits_before_its_first_answer_keeps_the_minutes_that_are_left()
    {
        var ticket = New(TicketUrgency.High);
        ticket.ChangeTo(TicketStatus.Waiting, "Peça", Opening.AddMinutes(4));
        Assert.Equal(new TicketDue(TicketDueKind.FirstAnswer, null, 6), Due(ticket));

        ticket.Attend(Ana.Id, Opening.AddMinutes(30));
        Assert.Equal(new TicketDue(TicketDueKind.FirstAnswer, Opening.AddMinutes(36)), Due(ticket));
    }
}
