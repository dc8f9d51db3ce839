using System.Net;
using Balcao.Contract;
using Balcao.PlanRequests;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.PlanRequests;

/// <summary>What administrators ask of the operators. It is March 2026.</summary>
public sealed class PlanRequestTests(BalcaoApp app) : HttpTests(app)
{
    private BalcaoApi Administrator => As(Clara).Api;

    [Fact, Rule("R1", "P4")]
    public async Task A_request_of_each_kind_is_listed_newest_first()
    {
        var (number, plan) = (await App.NumberAsync(), await App.PlanAsync("Essencial"));

        var contract = await Administrator.CreatePlanRequestAsync(
            new() { Kind = PlanRequestKind.NewContract, PlanId = plan, WishedNumber = " +55 11 4000-0999 ", WishedMonth = "2026-03", Text = "  Uma loja nova  " }, Cancel);
        var change = await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.PlanChange, NumberId = number.Id, PlanId = plan, Text = " " }, Cancel);
        var end = await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.Cancellation, NumberId = number.Id, WishedMonth = "2026-04" }, Cancel);

        var listed = (await Administrator.ListPlanRequestsAsync(Cancel)).Items.Where(r => r.Id == contract.Id || r.Id == change.Id || r.Id == end.Id).ToList();
        Assert.Equal([end, change, contract], listed);
        Assert.All(listed, r => Assert.Equal((PlanRequestStatus.Open, Clara.Name, null, 0), (r.Status, r.RequestedBy, r.Tenant, r.Version)));
        Assert.Equal(("+55 11 4000-0999", "Essencial", "2026-03", null, 1), (contract.WishedNumber, contract.PlanName, contract.EffectiveMonth, contract.Number, contract.Messages));
        Assert.Equal((number.Display, plan, null, 0), (change.Number!.Display, change.PlanId, change.EffectiveMonth, change.Messages));
        Assert.Equal((number.Id, null, "2026-04"), (end.Number!.Id, end.PlanId, end.EffectiveMonth));
        var message = Assert.Single((await Administrator.GetPlanRequestAsync(contract.Id, Cancel)).Messages);
        Assert.Equal(("Uma loja nova", Clara.Name, false), (message.Text, message.Author, message.IsFromOperator));
    }

    public static TheoryData<CreatePlanRequest, string, string> Incomplete => new()
    {
        { new() { Kind = PlanRequestKind.NewContract, WishedNumber = "Um fixo" }, "input.required", "planId" },
        { new() { Kind = PlanRequestKind.NewContract, PlanId = NoPlan, WishedNumber = " " }, "input.required", "wishedNumber" },
        { new() { Kind = PlanRequestKind.NewContract, PlanId = NoPlan, WishedNumber = new('x', 121) }, "input.tooLong", "wishedNumber" },
        { new() { Kind = PlanRequestKind.NewContract, PlanId = NoPlan, WishedNumber = "Um fixo", NumberId = Balcao501.Id }, "input.invalid", "numberId" },
        { new() { Kind = PlanRequestKind.PlanChange, PlanId = NoPlan }, "input.required", "numberId" },
        { new() { Kind = PlanRequestKind.PlanChange, NumberId = Balcao501.Id }, "input.required", "planId" },
        { new() { Kind = PlanRequestKind.PlanChange, NumberId = Balcao501.Id, PlanId = NoPlan, WishedNumber = "Um fixo" }, "input.invalid", "wishedNumber" },
        { new() { Kind = PlanRequestKind.PlanChange, NumberId = Balcao501.Id, PlanId = NoPlan }, "planRequest.planNotOffered", "planId" },
        { new() { Kind = PlanRequestKind.Cancellation }, "input.required", "numberId" },
        { new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id, PlanId = NoPlan }, "input.invalid", "planId" },
        { new() { Kind = PlanRequestKind.Cancellation, NumberId = NumeroDaOutra.Id }, "resource.notFound", "numberId" },
        { new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id, Text = new('x', 2_001) }, "input.tooLong", "text" },
        { new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id, WishedMonth = "abril" }, "input.invalid", "wishedMonth" },
        { new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id, WishedMonth = "2026-13" }, "input.invalid", "wishedMonth" },
        { new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id, WishedMonth = "2026-03" }, "planRequest.monthTooEarly", "wishedMonth" },
        { new() { Kind = PlanRequestKind.PlanChange, NumberId = Balcao501.Id, PlanId = NoPlan, WishedMonth = "2026-03" }, "planRequest.monthTooEarly", "wishedMonth" },
        { new() { Kind = PlanRequestKind.NewContract, PlanId = NoPlan, WishedNumber = "Um fixo", WishedMonth = "2026-02" }, "planRequest.monthTooEarly", "wishedMonth" },
    };

    private static PlanId NoPlan { get; } = PlanId.New(Opening);

    [Theory, Rule("R1"), MemberData(nameof(Incomplete))]
    public async Task A_request_that_says_too_little_too_much_or_the_impossible_is_refused(CreatePlanRequest request, string code, string field)
    {
        var refused = await Administrator.CreatePlanRequestAsync(request, Cancel).Refused();

        Assert.Equal((code, field), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_month_that_is_too_early_is_told_with_the_first_one_possible()
    {
        var refused = await Administrator.CreatePlanRequestAsync(
            new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id, WishedMonth = "2026-01" }, Cancel).Refused();

        Assert.Contains("abril de 2026", refused.Title, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_plan_that_is_not_offered_cannot_be_asked_for()
    {
        var plan = await App.PlanAsync("Antigo", isOffered: false);

        Assert.Equal("planRequest.planNotOffered", (await Administrator.CreatePlanRequestAsync(
            new() { Kind = PlanRequestKind.NewContract, PlanId = plan, WishedNumber = "Um fixo" }, Cancel).Refused()).Code);
    }

    [Fact, Rule("R1")]
    public async Task A_number_has_at_most_one_pending_request_of_a_kind()
    {
        var (number, plan) = (await App.NumberAsync(), await App.PlanAsync("Pleno"));
        CreatePlanRequest change = new() { Kind = PlanRequestKind.PlanChange, NumberId = number.Id, PlanId = plan };
        var first = await Administrator.CreatePlanRequestAsync(change, Cancel);
        await As(Otavio).Api.ReviewPlanRequestAsync(first.Id, Cancel);

        var refused = await Administrator.CreatePlanRequestAsync(change, Cancel).Refused();
        var other = await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.Cancellation, NumberId = number.Id }, Cancel);
        await Administrator.WithdrawPlanRequestAsync(first.Id, Cancel);
        var second = await Administrator.CreatePlanRequestAsync(change, Cancel);

        Assert.Equal(("planRequest.alreadyPending", "numberId"), (refused.Code, refused.Field));
        Assert.Equal((PlanRequestStatus.Open, PlanRequestStatus.Open), (other.Status, second.Status));
    }

    [Fact]
    public async Task Of_two_equal_requests_at_one_moment_one_is_made()
    {
        var number = await App.NumberAsync();
        CreatePlanRequest end = new() { Kind = PlanRequestKind.Cancellation, NumberId = number.Id };

        var codes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => PlanRequestCast.CodeOfAsync(Administrator.CreatePlanRequestAsync(end, Cancel))));

        Assert.Single(codes, code => code is null);
        Assert.Single(codes, code => code is "planRequest.alreadyPending" or "request.changedMeanwhile");
    }

    [Fact]
    public async Task The_database_refuses_a_second_pending_request_of_a_kind_for_a_number()
    {
        var made = await Administrator.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.Cancellation, NumberId = (await App.NumberAsync()).Id }, Cancel);
        PlanRequest second = new()
        {
            TenantId = LojaExemplo, Id = PlanRequestId.New(App.Time.GetUtcNow()), Kind = made.Kind, NumberId = made.Number!.Id,
            RequestedBy = Clara.Id, RequestedAt = App.Time.GetUtcNow(),
        };

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => App.WriteAsync(LojaExemplo, db => db.Add(second)));

        Assert.True(App.Services.GetRequiredService<StorageEngine>().IsUniqueViolation(refused));
    }

    [Fact]
    public async Task A_tenant_has_at_most_20_pending_requests()
    {
        var (renata, plan) = (As(Renata).Api, await App.PlanAsync("Amplo"));
        CreatePlanRequest contract = new() { Kind = PlanRequestKind.NewContract, PlanId = plan, WishedNumber = "Mais um" };
        List<PlanRequestItem> made = [];
        for (var i = 0; i < 20; i++) made.Add(await renata.CreatePlanRequestAsync(contract, Cancel));

        Assert.Equal("planRequest.tooMany", (await renata.CreatePlanRequestAsync(contract, Cancel).Refused()).Code);

        foreach (var one in made) await renata.WithdrawPlanRequestAsync(one.Id, Cancel);
        await renata.WithdrawPlanRequestAsync((await renata.CreatePlanRequestAsync(contract, Cancel)).Id, Cancel);
    }

    [Fact, Rule("R2")]
    public async Task Both_sides_write_until_the_request_is_final_and_each_message_is_a_new_version()
    {
        var request = await ContractAsync("Primeira");
        await Administrator.AddPlanRequestMessageAsync(request.Id, new() { Text = "  Segunda  " }, Cancel);
        await As(Otavio).Api.AnswerPlanRequestAsync(request.Id, new() { Text = "Terceira" }, Cancel);

        var view = await Administrator.GetPlanRequestAsync(request.Id, Cancel);

        Assert.Equal(
            [("Primeira", Clara.Name, false), ("Segunda", Clara.Name, false), ("Terceira", Otavio.Name, true)],
            view.Messages.Select(m => (m.Text, m.Author, m.IsFromOperator)));
        Assert.Equal((3, 2), (view.Request.Messages, view.Request.Version));
        await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel);
        Assert.Equal("planRequest.final", (await Administrator.AddPlanRequestMessageAsync(request.Id, new() { Text = "Tarde" }, Cancel).Refused()).Code);
        Assert.Equal("planRequest.final", (await As(Otavio).Api.AnswerPlanRequestAsync(request.Id, new() { Text = "Tarde" }, Cancel).Refused()).Code);
        Assert.Equal(3, (await Administrator.GetPlanRequestAsync(request.Id, Cancel)).Messages.Count);
    }

    [Theory]
    [InlineData("  ", "input.required")]
    [InlineData(null, "input.tooLong")]
    public async Task A_message_has_between_1_and_2000_characters(string? text, string code)
    {
        var request = await ContractAsync();
        AddPlanRequestMessage message = new() { Text = text ?? new string('x', 2_001) };

        var (ours, theirs) = (await Administrator.AddPlanRequestMessageAsync(request.Id, message, Cancel).Refused(), await As(Otavio).Api.AnswerPlanRequestAsync(request.Id, message, Cancel).Refused());
        await Administrator.AddPlanRequestMessageAsync(request.Id, new() { Text = new string('x', 2_000) + "  " }, Cancel);

        Assert.Equal([(code, "text"), (code, "text")], new[] { ours, theirs }.Select(refused => (refused.Code, refused.Field!)));
        await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel);
    }

    [Fact, Rule("R1")]
    public async Task A_request_is_withdrawn_while_it_is_not_decided()
    {
        var (open, reviewed) = (await ContractAsync(), await ContractAsync());
        await As(Otavio).Api.ReviewPlanRequestAsync(reviewed.Id, Cancel);

        foreach (var request in (PlanRequestItem[])[open, reviewed])
        {
            await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel);
            var now = (await Administrator.GetPlanRequestAsync(request.Id, Cancel)).Request;
            Assert.Equal((PlanRequestStatus.Withdrawn, true), (now.Status, now.DecidedAt is not null));
            Assert.Equal("planRequest.final", (await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel).Refused()).Code);
        }
    }

    [Fact, Rule("R1")]
    public async Task Another_tenant_agents_and_strangers_see_and_change_nothing_of_it()
    {
        var request = await ContractAsync("Segredo");
        AddPlanRequestMessage message = new() { Text = "Oi" };

        var renata = As(Renata).Api;
        Assert.DoesNotContain((await renata.ListPlanRequestsAsync(Cancel)).Items, r => r.Id == request.Id);
        foreach (var (api, code) in ((BalcaoApi, string)[])[(renata, "resource.notFound"), (As(Ana).Api, "http.403"), (As(Otavio).Api, "http.403"), (App.Anyone().Api, "http.401")])
        {
            Assert.Equal(code, (await api.GetPlanRequestAsync(request.Id, Cancel).Refused()).Code);
            Assert.Equal(code, (await api.AddPlanRequestMessageAsync(request.Id, message, Cancel).Refused()).Code);
            Assert.Equal(code, (await api.WithdrawPlanRequestAsync(request.Id, Cancel).Refused()).Code);
            if (code == "resource.notFound") continue;
            Assert.Equal(code, (await api.ListPlanRequestsAsync(Cancel).Refused()).Code);
            Assert.Equal(code, (await api.CreatePlanRequestAsync(new() { Kind = PlanRequestKind.Cancellation, NumberId = Balcao501.Id }, Cancel).Refused()).Code);
        }

        Assert.Equal((PlanRequestStatus.Open, 1), ((await Administrator.GetPlanRequestAsync(request.Id, Cancel)).Request.Status, (await Administrator.GetPlanRequestAsync(request.Id, Cancel)).Messages.Count));
        await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel);
    }

    [Fact, Rule("R3")]
    public async Task Each_step_of_the_tenant_is_in_its_audit_trail()
    {
        var request = await ContractAsync("Primeira");
        await Administrator.AddPlanRequestMessageAsync(request.Id, new() { Text = "Segunda" }, Cancel);
        await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel);

        var told = (await Administrator.ListAuditAsync(new() { Person = request.Id.Value }, ct: Cancel)).Items;

        Assert.All(told, item => Assert.Equal(("planRequest", "Um fixo", Clara.Name), (item.Subject!.Kind, item.Subject.Name, item.Actor!.Name)));
        Assert.Equal([SecurityEventKind.SettingChanged, SecurityEventKind.SettingChanged, SecurityEventKind.SettingCreated], told.Select(item => item.Kind));
        Assert.Equal([new AuditChange("requestStatus", "Open", "Withdrawn")], told[0].Changes);
        Assert.Equal([new AuditChange("message", null, "Segunda")], told[1].Changes);
        Assert.Contains(new AuditChange("message", null, "Primeira"), told[2].Changes);
        Assert.Contains(new AuditChange("requestKind", null, "NewContract"), told[2].Changes);
        Assert.Empty((await As(Renata).Api.ListAuditAsync(new() { Person = request.Id.Value }, ct: Cancel)).Items);
    }

    [Fact]
    public async Task Administrators_screens_alone_are_told_of_each_change()
    {
        var before = (await Administrator.ListPlanRequestsAsync(Cancel)).AsOf;
        var request = await ContractAsync();
        Assert.Contains(request.Id, (await Administrator.GetChangesAsync(before, Cancel)).PlanRequests);

        before = (await Administrator.ListPlanRequestsAsync(Cancel)).AsOf;
        await As(Otavio).Api.AnswerPlanRequestAsync(request.Id, new() { Text = "Vamos ver" }, Cancel);

        Assert.Equal([request.Id], (await Administrator.GetChangesAsync(before, Cancel)).PlanRequests);
        Assert.Empty((await As(Ana).Api.GetChangesAsync(before, Cancel)).PlanRequests);
        await Administrator.WithdrawPlanRequestAsync(request.Id, Cancel);
    }

    [Fact]
    public async Task A_page_that_is_not_the_last_names_the_next()
    {
        List<PlanRequestId> made = [];
        for (var i = 0; i < 3; i++)
        {
            made.Insert(0, (await ContractAsync()).Id);
            await Administrator.WithdrawPlanRequestAsync(made[0], Cancel);
        }

        var first = await PageAsync("/api/plan-requests?limit=2");
        var second = await PageAsync($"/api/plan-requests?limit=2&cursor={first.Next}");

        Assert.Equal(made, first.Items.Concat(second.Items).Select(r => r.Id).Take(3));
        Assert.Equal(HttpStatusCode.BadRequest, (await As(Clara).GetAsync("/api/plan-requests?cursor=AAAA", Cancel)).StatusCode);

        async Task<Page<PlanRequestItem>> PageAsync(string path) =>
            System.Text.Json.JsonSerializer.Deserialize(await As(Clara).GetStringAsync(path, Cancel), ContractJson.Default.PagePlanRequestItem)!;
    }

    private async Task<PlanRequestItem> ContractAsync(string? text = null) => await Administrator.CreatePlanRequestAsync(
        new() { Kind = PlanRequestKind.NewContract, PlanId = await App.PlanAsync(), WishedNumber = "Um fixo", Text = text }, Cancel);
}
