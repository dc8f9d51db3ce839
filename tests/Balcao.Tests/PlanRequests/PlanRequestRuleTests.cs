using Balcao.Contract;
using Balcao.PlanRequests;
using Balcao.Plans;

namespace Balcao.Tests.PlanRequests;

/// <summary>What may become of a request, without a server.</summary>
public sealed class PlanRequestRuleTests
{
    private static readonly Month Current = new(202612);

    public enum Step { Review, Approve, Refuse, Withdraw, Write }

    public static TheoryData<Step[], PlanRequestStatus> Allowed => new()
    {
        { [], PlanRequestStatus.Open },
        { [Step.Write], PlanRequestStatus.Open },
        { [Step.Review], PlanRequestStatus.UnderReview },
        { [Step.Review, Step.Review, Step.Write], PlanRequestStatus.UnderReview },
        { [Step.Approve], PlanRequestStatus.Approved },
        { [Step.Review, Step.Approve], PlanRequestStatus.Approved },
        { [Step.Refuse], PlanRequestStatus.Refused },
        { [Step.Review, Step.Refuse], PlanRequestStatus.Refused },
        { [Step.Withdraw], PlanRequestStatus.Withdrawn },
        { [Step.Review, Step.Withdraw], PlanRequestStatus.Withdrawn },
    };

    [Theory, Rule("R1"), MemberData(nameof(Allowed))]
    public void A_request_goes_from_open_over_review_to_a_decision_or_is_withdrawn(Step[] steps, PlanRequestStatus status)
    {
        var request = NewRequest(PlanRequestKind.PlanChange);

        Assert.All(steps, step => Assert.Null(Take(request, step)));

        Assert.Equal(status, request.Status);
        Assert.Equal(!request.IsPending, request.DecidedAt is not null);
    }

    [Theory, Rule("R1")]
    [InlineData(Step.Approve)]
    [InlineData(Step.Refuse)]
    [InlineData(Step.Withdraw)]
    public void A_request_that_is_decided_or_withdrawn_stays_as_it_is(Step last)
    {
        var request = NewRequest(PlanRequestKind.Cancellation);
        Take(request, last);
        var (status, month, messages) = (request.Status, request.EffectiveMonth, request.Messages);

        Assert.All(Enum.GetValues<Step>(), step => Assert.Equal("planRequest.final", Take(request, step)));

        Assert.Equal((status, month, messages), (request.Status, request.EffectiveMonth, request.Messages));
    }

    [Theory, Rule("R1", "R2")]
    [InlineData(PlanRequestKind.PlanChange, 202612, false)]
    [InlineData(PlanRequestKind.PlanChange, 202701, true)]
    [InlineData(PlanRequestKind.Cancellation, 202612, false)]
    [InlineData(PlanRequestKind.Cancellation, 202701, true)]
    [InlineData(PlanRequestKind.NewContract, 202611, false)]
    [InlineData(PlanRequestKind.NewContract, 202612, true)]
    public void An_approval_takes_effect_in_a_later_month_or_for_a_new_contract_in_the_current_one(PlanRequestKind kind, int month, bool isAllowed)
    {
        var request = NewRequest(kind);

        var refusal = request.Approve(new Month(month), Current, Opening);

        Assert.Equal(isAllowed ? null : "planRequest.monthTooEarly", refusal?.Code);
        Assert.Equal(isAllowed ? PlanRequestStatus.Approved : PlanRequestStatus.Open, request.Status);
    }

    [Fact]
    public void A_conversation_has_a_last_message()
    {
        var request = NewRequest(PlanRequestKind.NewContract);

        for (var i = 0; i < PlanRequestLimits.Messages; i++) Assert.Null(Take(request, Step.Write));

        Assert.Equal("planRequest.tooManyMessages", Take(request, Step.Write));
    }

    [Theory]
    [InlineData(PlanRequestKind.NewContract, true, true)]
    [InlineData(PlanRequestKind.NewContract, false, false)]
    [InlineData(PlanRequestKind.PlanChange, true, false)]
    public void Only_an_approved_new_contract_leads_to_a_number_and_only_to_one(PlanRequestKind kind, bool isApproved, bool leads)
    {
        var request = NewRequest(kind);
        if (isApproved) Take(request, Step.Approve);

        Assert.Equal(leads, request.TryRelease(ChannelId.New(Opening)));
        Assert.False(request.TryRelease(ChannelId.New(Opening)));
    }

    private static string? Take(PlanRequest request, Step step) => step switch
    {
        Step.Review => request.Review()?.Code,
        Step.Approve => request.Approve(Current.Next, Current, Opening)?.Code,
        Step.Refuse => request.Refuse("Fora da região", Opening)?.Code,
        Step.Withdraw => request.Withdraw(Opening)?.Code,
        _ => request.Write(new Nowhere(), RequestMessage.By("Clara", isOperator: false, request, "Olá", Opening))?.Code,
    };

    private static PlanRequest NewRequest(PlanRequestKind kind) => new()
    {
        TenantId = LojaExemplo, Id = PlanRequestId.New(Opening), Kind = kind, RequestedBy = Clara.Id, RequestedAt = Opening,
    };

    private sealed class Nowhere : Balcao.Platform.Storage.IRowSink
    {
        public void Add(object row)
        {
        }
    }
}
