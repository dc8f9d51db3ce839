using Balcao.Contract;

namespace Balcao.Tests.PlanRequests;

/// <summary>What operators answer to requests, in the back office. It is March 2026.</summary>
public sealed class PlanDecisionTests(BalcaoApp app) : HttpTests(app)
{
    private BalcaoApi Administrator => As(Clara).Api;

    private BalcaoApi Operator => As(Otavio).Api;

    [Fact, Rule("R1", "R2")]
    public async Task A_review_is_told_once()
    {
        var request = await EndAsync();

        await Operator.ReviewPlanRequestAsync(request.Id, Cancel);
        await Operator.ReviewPlanRequestAsync(request.Id, Cancel);

        var now = await NowAsync(request.Id);
        Assert.Equal((PlanRequestStatus.UnderReview, 1, null), (now.Status, now.Version, now.DecidedAt));
    }

    [Fact, Rule("R1", "R2")]
    public async Task An_approved_change_of_plan_is_in_the_contract_at_once_dated_the_first_of_its_month()
    {
        var (number, plan) = (await App.NumberAsync(), await App.PlanAsync("Dobro"));
        var request = await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.PlanChange, NumberId = number.Id, PlanId = plan, WishedMonth = "2026-06" }, Cancel);

        await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-05", Version = 0 }, Cancel);

        var now = await NowAsync(request.Id);
        Assert.Equal((PlanRequestStatus.Approved, "2026-05", 1, true), (now.Status, now.EffectiveMonth, now.Version, now.DecidedAt is not null));
        Assert.Equal([((PlanId?)plan, "2026-05")], (await App.ChangesOfAsync(number.Id)));
    }

    [Fact, Rule("R1", "R2")]
    public async Task An_approved_cancellation_is_in_the_contract_at_once_dated_the_first_of_its_month()
    {
        var request = await EndAsync();
        await Operator.ReviewPlanRequestAsync(request.Id, Cancel);

        await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-04", Version = 1 }, Cancel);

        Assert.Equal(PlanRequestStatus.Approved, (await NowAsync(request.Id)).Status);
        Assert.Equal([(null, "2026-04")], (await App.ChangesOfAsync(request.Number!.Id)));
    }

    [Fact, Rule("R1", "R2", "P4")]
    public async Task An_approved_new_contract_shows_the_number_that_is_released_for_it()
    {
        var request = await ContractAsync();
        Assert.Equal(("input.invalid", "planRequestId"), await RefusedReleaseAsync());
        await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-03", Version = 0 }, Cancel);

        var number = await App.NumberAsync(request.Id);

        var now = await NowAsync(request.Id);
        Assert.Equal((PlanRequestStatus.Approved, "2026-03", number.Id), (now.Status, now.EffectiveMonth, now.ReleasedNumber!.Id));
        Assert.Contains((await TrailAsync(request.Id))[0].Changes, change => change == new AuditChange("releasedNumber", null, number.Display));
        Assert.Equal(("input.invalid", "planRequestId"), await RefusedReleaseAsync());

        async Task<(string, string?)> RefusedReleaseAsync()
        {
            var refused = await App.NumberAsync(request.Id).Refused();
            return (refused.Code, refused.Field);
        }
    }

    [Theory, Rule("R1")]
    [InlineData("2026-03", "planRequest.monthTooEarly")]
    [InlineData("2026-02", "planRequest.monthTooEarly")]
    [InlineData("", "input.invalid")]
    [InlineData("2026-4", "input.invalid")]
    public async Task A_month_that_is_none_or_has_begun_is_refused(string month, string code)
    {
        var request = await EndAsync();

        var refused = await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = month, Version = 0 }, Cancel).Refused();

        Assert.Equal((code, "effectiveMonth"), (refused.Code, refused.Field));
        Assert.Equal((PlanRequestStatus.Open, 0), ((await NowAsync(request.Id)).Status, (await App.ChangesOfAsync(request.Number!.Id)).Count));
    }

    [Fact]
    public async Task A_plan_that_is_no_longer_offered_is_not_approved()
    {
        var (number, plan) = (await App.NumberAsync(), await App.PlanAsync("De saída"));
        var request = await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.PlanChange, NumberId = number.Id, PlanId = plan }, Cancel);
        await App.StopOfferingAsync(plan);

        var refused = await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-04", Version = 0 }, Cancel).Refused();

        Assert.Equal("planRequest.planNotOffered", refused.Code);
        Assert.Equal((PlanRequestStatus.Open, 0), ((await NowAsync(request.Id)).Status, (await App.ChangesOfAsync(number.Id)).Count));
    }

    [Fact, Rule("R1", "R2")]
    public async Task A_refusal_has_a_reason_which_the_tenant_reads()
    {
        var request = await EndAsync();

        foreach (var (reason, code) in ((string, string)[])[(" ", "input.required"), (new('x', 501), "input.tooLong")])
            Assert.Equal(code, (await Operator.RefusePlanRequestAsync(request.Id, new() { Reason = reason, Version = 0 }, Cancel).Refused()).Code);
        await Operator.RefusePlanRequestAsync(request.Id, new() { Reason = "  O contrato é de um ano.  ", Version = 0 }, Cancel);

        var now = await NowAsync(request.Id);
        Assert.Equal((PlanRequestStatus.Refused, "O contrato é de um ano.", true), (now.Status, now.Reason, now.DecidedAt is not null));
        Assert.Empty((await App.ChangesOfAsync(request.Number!.Id)));
    }

    [Fact, Rule("R1")]
    public async Task Nothing_is_done_with_a_decided_request()
    {
        var request = await EndAsync();
        await Operator.RefusePlanRequestAsync(request.Id, new() { Reason = "Não", Version = 0 }, Cancel);

        Task[] tries =
        [
            Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-05", Version = 1 }, Cancel),
            Operator.RefusePlanRequestAsync(request.Id, new() { Reason = "Não", Version = 1 }, Cancel),
            Operator.ReviewPlanRequestAsync(request.Id, Cancel),
            Operator.AnswerPlanRequestAsync(request.Id, new() { Text = "Não" }, Cancel),
            Administrator.WithdrawPlanRequestAsync(request.Id, Cancel),
        ];

        foreach (var one in tries) Assert.Equal("planRequest.final", (await one.Refused()).Code);
    }

    [Fact, Rule("R2")]
    public async Task A_decision_that_did_not_know_the_newest_message_is_refused_and_names_its_author()
    {
        var request = await EndAsync();
        await Administrator.AddPlanRequestMessageAsync(request.Id, new() { Text = "Pensando melhor, não." }, Cancel);

        var approval = await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-04", Version = 0 }, Cancel).Refused();
        var refusal = await Operator.RefusePlanRequestAsync(request.Id, new() { Reason = "Não", Version = 0 }, Cancel).Refused();
        await Operator.AnswerPlanRequestAsync(request.Id, new() { Text = "Certo" }, Cancel);
        var behindOperator = await Operator.RefusePlanRequestAsync(request.Id, new() { Reason = "Não", Version = 1 }, Cancel).Refused();

        foreach (var (refused, by) in ((Problem, string)[])[(approval, Clara.Name), (refusal, Clara.Name), (behindOperator, Otavio.Name)])
        {
            Assert.Equal("setting.changedMeanwhile", refused.Code);
            Assert.Contains(by, refused.Title, StringComparison.Ordinal);
        }
        Assert.Equal(PlanRequestStatus.Open, (await NowAsync(request.Id)).Status);
        Assert.Empty((await App.ChangesOfAsync(request.Number!.Id)));
    }

    [Fact, Rule("R2")]
    public async Task Of_two_operators_who_decide_at_one_moment_one_decides()
    {
        for (var round = 0; round < 5; round++)
        {
            var request = await EndAsync();

            var codes = await Task.WhenAll(
                PlanRequestCast.CodeOfAsync(As(Otavio).Api.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-04", Version = 0 }, Cancel)),
                PlanRequestCast.CodeOfAsync(As(Otavio).Api.RefusePlanRequestAsync(request.Id, new() { Reason = "Não", Version = 0 }, Cancel)));

            Assert.Single(codes, code => code is null);
            Assert.Single(codes, code => code is "setting.changedMeanwhile" or "request.changedMeanwhile");
            var now = await NowAsync(request.Id);
            Assert.Equal((codes[0] is null ? PlanRequestStatus.Approved : PlanRequestStatus.Refused, 1), (now.Status, now.Version));
        }
    }

    [Fact, Rule("R2")]
    public async Task Operators_see_the_requests_of_all_tenants_those_to_answer_first()
    {
        var decided = await EndAsync();
        await Operator.RefusePlanRequestAsync(decided.Id, new() { Reason = "Não", Version = 0 }, Cancel);
        var ours = await EndAsync();
        var theirs = await As(Renata).Api.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.Cancellation, NumberId = NumeroDaOutra.Id, Text = "Fechamos a loja" }, Cancel);
        var withdrawn = await EndAsync();
        await Administrator.WithdrawPlanRequestAsync(withdrawn.Id, Cancel);

        var all = (await Operator.ListPlanRequestsOfAllAsync(Cancel)).Items;
        List<PlanRequestItem> paged = [];
        for (string? next = ""; next is not null;)
        {
            var page = System.Text.Json.JsonSerializer.Deserialize(
                await As(Otavio).GetStringAsync($"/api/back-office/plan-requests?limit=2&cursor={next}", Cancel), ContractJson.Default.PagePlanRequestItem)!;
            Assert.InRange(page.Items.Count, 0, 2);
            paged.AddRange(page.Items);
            next = page.Next;
        }

        Assert.Equal([theirs.Id, ours.Id, withdrawn.Id, decided.Id],
            all.Select(r => r.Id).Where(id => id == theirs.Id || id == ours.Id || id == withdrawn.Id || id == decided.Id));
        Assert.Equal(all, paged);
        Assert.Equal((OutraEmpresa, "Outra Empresa", Renata.Name), (all[0].Tenant!.Id, all[0].Tenant!.Name, all[0].RequestedBy));
        var view = await Operator.GetPlanRequestOfTenantAsync(theirs.Id, Cancel);
        Assert.Equal((NumeroDaOutra.Display, "Fechamos a loja"), (view.Request.Number!.Display, Assert.Single(view.Messages).Text));
        await As(Renata).Api.WithdrawPlanRequestAsync(theirs.Id, Cancel);
    }

    [Fact, Rule("R2")]
    public async Task Nobody_but_operators_answers()
    {
        var request = await EndAsync();

        foreach (var (api, code) in ((BalcaoApi, string)[])[(Administrator, "http.403"), (As(Ana).Api, "http.403"), (As(Renata).Api, "http.403"), (App.Anyone().Api, "http.401")])
        {
            Assert.Equal(code, (await api.ListPlanRequestsOfAllAsync(Cancel).Refused()).Code);
            Assert.Equal(code, (await api.GetPlanRequestOfTenantAsync(request.Id, Cancel).Refused()).Code);
            Assert.Equal(code, (await api.AnswerPlanRequestAsync(request.Id, new() { Text = "Sim" }, Cancel).Refused()).Code);
            Assert.Equal(code, (await api.ReviewPlanRequestAsync(request.Id, Cancel).Refused()).Code);
            Assert.Equal(code, (await api.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-04", Version = 0 }, Cancel).Refused()).Code);
            Assert.Equal(code, (await api.RefusePlanRequestAsync(request.Id, new() { Reason = "Não", Version = 0 }, Cancel).Refused()).Code);
        }

        Assert.Equal((PlanRequestStatus.Open, 0), ((await NowAsync(request.Id)).Status, (await NowAsync(request.Id)).Version));
        Assert.Equal("resource.notFound", (await Operator.GetPlanRequestOfTenantAsync(PlanRequestId.New(App.Time.GetUtcNow()), Cancel).Refused()).Code);
    }

    [Fact, Rule("R3")]
    public async Task What_operators_do_is_in_the_trail_of_the_tenant_and_in_theirs()
    {
        var request = await EndAsync();
        await Operator.ReviewPlanRequestAsync(request.Id, Cancel);
        await Operator.AnswerPlanRequestAsync(request.Id, new() { Text = "Tem certeza?" }, Cancel);
        await Operator.ApprovePlanRequestAsync(request.Id, new() { EffectiveMonth = "2026-04", Version = 2 }, Cancel);

        var ours = await TrailAsync(request.Id);
        var theirs = (await Operator.ListAuditOfOperatorsAsync(new() { Person = request.Id.Value, Subject = "planRequest" }, ct: Cancel)).Items;

        Assert.Equal(4, ours.Count);
        Assert.Equal(ours.Take(3).Select(item => item.Id), theirs.Select(item => item.Id));
        Assert.Equal([new AuditChange("requestStatus", "UnderReview", "Approved"), new AuditChange("effectiveMonth", null, "2026-04")], ours[0].Changes);
        Assert.Equal([new AuditChange("message", null, "Tem certeza?")], ours[1].Changes);
        Assert.Equal([new AuditChange("requestStatus", "Open", "UnderReview")], ours[2].Changes);
        Assert.All(ours.Take(3), item => Assert.Equal((true, request.Number!.Display), (item.Actor!.IsOperator, item.Subject!.Name)));
        Assert.All(theirs, item => Assert.Equal(("Loja Exemplo", Otavio.Name), (item.TenantName, item.Actor!.Name)));
    }

    private async Task<PlanRequestItem> NowAsync(PlanRequestId id) => (await Operator.GetPlanRequestOfTenantAsync(id, Cancel)).Request;

    private async Task<IReadOnlyList<AuditItem>> TrailAsync(PlanRequestId id) => (await Administrator.ListAuditAsync(new() { Person = id.Value }, ct: Cancel)).Items;

    /// <summary>A request to cancel a number of its own.</summary>
    private async Task<PlanRequestItem> EndAsync()
    {
        // The tenant's limit is not what these tests are about.
        foreach (var pending in (await Administrator.ListPlanRequestsAsync(Cancel)).Items.Where(r => r.Status is PlanRequestStatus.Open).Skip(10))
            await Administrator.WithdrawPlanRequestAsync(pending.Id, Cancel);
        return await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.Cancellation, NumberId = (await App.NumberAsync()).Id }, Cancel);
    }

    private async Task<PlanRequestItem> ContractAsync() => await Administrator.CreatePlanRequestAsync(
        new() { Kind = PlanRequestKind.NewContract, PlanId = await App.PlanAsync(), WishedNumber = "Um fixo" }, Cancel);
}
