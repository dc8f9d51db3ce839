using System.Net;
using System.Net.Http.Json;
using Balcao.Contract;
using Balcao.Macros;

namespace Balcao.Tests.Macros;

public sealed class MacroTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly MacroAction Close = new() { Kind = MacroActionKind.CloseChat, ResolvesTicket = true };

    private static int _count;

    private static string Name(string word) => $"{word} {Interlocked.Increment(ref _count)}";

    private static Customer NewCustomer(string name = "Dona Lúcia") => new(name, $"55119410{Interlocked.Increment(ref _count):00000}");

    [Fact]
    public async Task A_macro_is_created_saved_listed_and_deleted()
    {
        var created = await CreateAsync(new() { Name = Name(" Saudação") + " ", Text = "  Olá, {contact.firstName|cliente}!  ", GroupId = Atendimento, Actions = [Close] });
        Assert.Equal(("Olá, {contact.firstName|cliente}!", Atendimento, "Atendimento"), (created.Text, created.Group!.Id, created.Group.Name));
        Assert.Equal([Close], created.Actions);
        Assert.Equal(created.Name.Trim(), created.Name);

        var name = Name("Despedida");
        var saved = await As(Clara).Api.SaveMacroAsync(created.Id, new() { Name = name, Text = "Até logo!", Actions = [] }, Cancel);
        Assert.Equal((name, "Até logo!", (GroupName?)null, 0), (saved.Name, saved.Text, saved.Group, saved.Actions.Count));
        Assert.Contains((await As(Clara).Api.ListMacrosAsync(Cancel)).Items, m => m.Id == saved.Id && m.Name == name);

        await As(Clara).Api.DeleteMacroAsync(created.Id, Cancel);
        Assert.DoesNotContain((await As(Clara).Api.ListMacrosAsync(Cancel)).Items, m => m.Id == saved.Id);
        Assert.Equal(404, (await As(Clara).Api.DeleteMacroAsync(created.Id, Cancel).Refused()).Status);
    }

    [Fact]
    public async Task A_macro_that_was_read_before_somebody_else_saved_is_not_saved()
    {
        var read = await CreateAsync(new() { Name = Name("Prazo"), Text = "Amanhã.", Actions = [] });
        SaveMacroRequest request = new() { Version = read.Version, Name = read.Name, Text = "Hoje.", Actions = [] };
        var saved = await As(Clara).Api.SaveMacroAsync(read.Id, request, Cancel);

        var refused = await As(Clara).Api.SaveMacroAsync(read.Id, request with { Text = "Ontem." }, Cancel).Refused();

        Assert.Equal("setting.changedMeanwhile", refused.Code);
        Assert.Contains(Clara.Name, refused.Title, StringComparison.Ordinal);
        Assert.Equal("Ontem.", (await As(Clara).Api.SaveMacroAsync(read.Id, request with { Version = saved.Version, Text = "Ontem." }, Cancel)).Text);
    }

    [Fact]
    public async Task Every_kind_of_action_is_kept_as_it_was_given_and_what_it_names_is_told()
    {
        var category = await As(Clara).Api.CreateTicketCategoryAsync(new() { Name = Name("Troca") }, Cancel);
        MacroAction[] actions =
        [
            new() { Kind = MacroActionKind.TransferToGroup, GroupId = Financeiro }, new() { Kind = MacroActionKind.AddTag, Tag = "troca" },
            new() { Kind = MacroActionKind.AddTag, Tag = "entrega" }, new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Waiting, WaitingReason = "peça" },
            new() { Kind = MacroActionKind.SetCategory, CategoryId = category.Id },
        ];
        var macro = await CreateAsync(new() { Name = Name("Tudo"), Actions = actions });
        Assert.Equal(actions, macro.Actions);
        Assert.Equal([(Financeiro.Value, "Financeiro", true), (category.Id.Value, category.Path, true)], macro.Targets.Select(t => (t.Id, t.Name, t.IsEnabled)));

        await As(Clara).Api.SaveTicketCategoryAsync(category.Id, new() { Name = category.Name, IsEnabled = false }, Cancel);
        Assert.False((await As(Ana).Api.ListMacrosAsync(Cancel)).Items.Single(m => m.Id == macro.Id).Targets[1].IsEnabled);
        var toAgent = await CreateAsync(new() { Name = Name("Bruno"), Actions = [new() { Kind = MacroActionKind.TransferToAgent, AgentId = Bruno.Id }] });
        Assert.Equal(Bruno.Name, Assert.Single(toAgent.Targets).Name);
    }

    [Fact]
    public async Task A_group_that_macros_name_is_not_deleted_and_they_are_named()
    {
        var group = await As(Clara).Api.CreateChatGroupAsync(new() { Name = Name("Passageiro"), Members = [] }, Cancel);
        var name = Name("Para lá");
        var macro = await CreateAsync(new() { Name = name, Actions = [new() { Kind = MacroActionKind.TransferToGroup, GroupId = group.Id }] });
        var own = await CreateAsync(new() { Name = Name("A dele"), Text = "Olá", Actions = [], GroupId = group.Id });

        var refused = await As(Clara).Api.DeleteChatGroupAsync(group.Id, Cancel).Refused();
        Assert.Equal("chatGroup.namedByMacros", refused.Code);
        Assert.Contains(name, refused.Title, StringComparison.Ordinal);
        Assert.Contains(own.Name, refused.Title, StringComparison.Ordinal);

        await As(Clara).Api.DeleteMacroAsync(macro.Id, Cancel);
        await As(Clara).Api.DeleteMacroAsync(own.Id, Cancel);
        await As(Clara).Api.DeleteChatGroupAsync(group.Id, Cancel);
    }

    [Fact]
    public async Task The_audit_trail_has_group_files_and_what_the_actions_name()
    {
        var upload = await As(Clara).Api.UploadAsync(Pdf("auditado"), "tabela.pdf", "application/pdf", ct: Cancel);
        var macro = await CreateAsync(new()
        {
            Name = Name("Auditada"), GroupId = Atendimento, Files = [new() { UploadId = upload.Id }],
            Actions = [new() { Kind = MacroActionKind.TransferToGroup, GroupId = Financeiro }, new() { Kind = MacroActionKind.AddTag, Tag = "Troca" }],
        });

        var entry = (await As(Clara).Api.ListAuditAsync(new AuditFilter(), ct: Cancel)).Items.First(i => i.Subject?.Id == macro.Id.Value);
        Assert.Equal(
            [("name", macro.Name), ("chatGroup", "Atendimento"), ("actions", "AddTag|troca\nTransferToGroup|Financeiro"), ("files", "tabela.pdf")],
            entry.Changes.Select(c => (c.Field, c.After!)));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { """{"name":" ","text":"Olá","actions":[]}""", "input.required", "name" },
        { """{"name":"NAME","actions":[]}""", "macro.empty", "text" },
        { """{"name":"NAME","text":" \n","actions":[]}""", "macro.empty", "text" },
        { """{"name":"NAME","text":"Olá"}""", "input.unreadable", "" },
        { """{"name":"NAME","text":"Olá","actions":null}""", "input.required", "actions" },
        { """{"name":"NAME","text":"Olá, {contato}","actions":[]}""", "variable.unknown", "text" },
        { """{"name":"NAME","text":"{queue.position}","actions":[]}""", "variable.unknown", "text" },
        { """{"name":"NAME","text":"Olá","actions":[],"groupId":"019cad34-8e80-7000-8000-000000000009"}""", "input.invalid", "groupId" },
        { """{"name":"NAME","actions":[{"kind":"launchRocket"}]}""", "input.unreadable", "actions[0].kind" },
        { """{"name":"NAME","actions":[{"tag":"x"}]}""", "input.unreadable", "actions[0]" },
        { """{"name":"NAME","actions":[{"kind":77}]}""", "input.invalid", "actions[0].kind" },
        { """{"name":"NAME","actions":[{"kind":"closeChat"}]}""", "input.invalid", "actions[0]" },
        { """{"name":"NAME","actions":[{"kind":"closeChat","resolvesTicket":true,"tag":"x"}]}""", "input.invalid", "actions[0]" },
        { """{"name":"NAME","actions":[{"kind":"closeChat","resolvesTicket":true},{"kind":"closeChat","resolvesTicket":false}]}""", "input.invalid", "actions" },
        { """{"name":"NAME","actions":[{"kind":"addTag","tag":"  "}]}""", "input.invalid", "actions[0]" },
        { """{"name":"NAME","actions":[{"kind":"transferToGroup","groupId":"019cad34-8e80-7000-8000-000000000009"}]}""", "macro.targetGone", "actions[0].groupId" },
        { """{"name":"NAME","actions":[{"kind":"transferToAgent","agentId":"019cad34-8e80-7000-8000-000000000009"}]}""", "macro.targetGone", "actions[0].agentId" },
        { """{"name":"NAME","actions":[{"kind":"setCategory","categoryId":"019cad34-8e80-7000-8000-000000000009"}]}""", "macro.targetGone", "actions[0].categoryId" },
        { """{"name":"NAME","actions":[{"kind":"setTicketStatus","status":"new"}]}""", "input.invalid", "actions[0]" },
        { """{"name":"NAME","actions":[{"kind":"setTicketStatus","status":"waiting"}]}""", "input.invalid", "actions[0]" },
        { """{"name":"NAME","actions":[{"kind":"setTicketStatus","status":"resolved","waitingReason":"x"}]}""", "input.invalid", "actions[0]" },
        { """{"name":"NAME","text":"Olá","actions":[],"files":[null]}""", "input.required", "files[0]" },
    };

    [Theory, Rule("V3"), MemberData(nameof(Wrong))]
    public async Task A_wrong_macro_is_refused_and_names_the_field(string json, string code, string field)
    {
        using var body = new StringContent(json.Replace("NAME", Name("Errada"), StringComparison.Ordinal), null, "application/json");
        var answer = await As(Clara).PostAsync("/api/macros", body, Cancel);
        var problem = (await answer.Content.ReadFromJsonAsync<Problem>(Cancel))!;

        Assert.Equal((code, field), (problem.Code, problem.Field ?? ""));
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Texts_names_and_lists_that_are_too_long_are_refused()
    {
        var fine = new SaveMacroRequest { Name = Name("Longa"), Text = "Olá", Actions = [] };
        Assert.Equal(("input.tooLong", "text"), await RefusedAsync(fine with { Text = new string('x', 4097) }));
        Assert.Equal(("input.tooLong", "name"), await RefusedAsync(fine with { Name = new string('x', 81) }));
        Assert.Equal(("input.invalid", "actions"), await RefusedAsync(fine with { Actions = [.. Enumerable.Repeat(new MacroAction { Kind = MacroActionKind.AddTag, Tag = "x" }, 11)] }));
        Assert.Equal(("input.tooLong", "actions[0].tag"), await RefusedAsync(fine with { Actions = [new() { Kind = MacroActionKind.AddTag, Tag = new string('x', 41) }] }));

        async Task<(string, string?)> RefusedAsync(SaveMacroRequest request) =>
            await CreateAsync(request).Refused() is var problem ? (problem.Code, problem.Field) : default;
    }

    [Fact]
    public async Task Names_are_unique_in_a_tenant_and_groups_of_another_tenant_are_refused()
    {
        var name = Name("Única");
        var first = await CreateAsync(new() { Name = name, Text = "a", Actions = [] });
        Assert.Equal("macro.nameTaken", (await CreateAsync(new() { Name = name + " ", Text = "b", Actions = [] }).Refused()).Code);
        await As(Clara).Api.SaveMacroAsync(first.Id, new() { Name = name, Text = "c", Actions = [] }, Cancel);
        await As(Renata).Api.CreateMacroAsync(new() { Name = name, Text = "d", Actions = [] }, Cancel);

        Assert.Equal("groupId", (await CreateAsync(new() { Name = Name("Alheia"), Text = "a", Actions = [], GroupId = GrupoDaOutra }).Refused()).Field);
        Assert.Equal(404, (await As(Renata).Api.SaveMacroAsync(first.Id, new() { Name = Name("Tomada"), Text = "e", Actions = [] }, Cancel).Refused()).Status);
        Assert.Equal(404, (await As(Renata).Api.DeleteMacroAsync(first.Id, Cancel).Refused()).Status);
        Assert.DoesNotContain((await As(Renata).Api.ListMacrosAsync(Cancel)).Items, m => m.Id == first.Id);
    }

    [Fact, Rule("A9")]
    public async Task An_agent_sees_the_macros_of_the_tenant_and_of_their_groups()
    {
        var everywhere = (await CreateAsync(new() { Name = Name("Geral"), Text = "a", Actions = [] })).Id;
        var here = (await CreateAsync(new() { Name = Name("Nossa"), Text = "a", Actions = [], GroupId = Atendimento })).Id;
        var there = (await CreateAsync(new() { Name = Name("Deles"), Text = "a", Actions = [], GroupId = Financeiro })).Id;
        MacroId[] all = [everywhere, here, there];

        Assert.Equal([everywhere, here], await SeenByAsync(Ana));
        Assert.Equal([everywhere, there], await SeenByAsync(Davi));
        Assert.Equal(all, await SeenByAsync(Clara));
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        Assert.Equal([everywhere, here], all.Intersect((await As(Clara).Api.ListChatMacrosAsync(chat.Id, Cancel)).Items.Select(m => m.Id)));

        async Task<IEnumerable<MacroId>> SeenByAsync(Member who) => all.Intersect((await As(who).Api.ListMacrosAsync(Cancel)).Items.Select(m => m.Id));
    }

    [Fact, Rule("V1")]
    public async Task A_chat_s_macros_have_its_values_in_their_texts()
    {
        var macro = await CreateAsync(new()
        {
            Name = Name("Valores"), Actions = [],
            Text = "{contact.firstName|cliente}, {contact.phone}, {agent.name}, {group.name}, {number.display}, {tenant.name}, nº {ticket.protocol}, {ticket.subject}, {ticket.status}, {ticket.id}",
        });
        var chat = await App.ChatServedBy(Ana, NewCustomer("Lúcia {ticket.id}"), "Quero trocar");
        var protocol = (await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel)).Protocol;

        var text = (await As(Ana).Api.ListChatMacrosAsync(chat.Id, Cancel)).Items.Single(m => m.Id == macro.Id).Text!;

        Assert.StartsWith("Lúcia, +55 11 94", text, StringComparison.Ordinal);
        Assert.EndsWith($"Ana Souza, Atendimento, +55 11 4000-0500, Loja Exemplo, nº {protocol}, Quero trocar, novo, {chat.Ticket}", text, StringComparison.Ordinal);
    }

    [Fact, Rule("V1")]
    public async Task The_time_in_a_text_is_that_of_the_number_s_own_zone()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        var clara = world.As(Clara).Api;
        await clara.SaveServiceHoursAsync(Balcao500.Id, new() { TimeZone = "Asia/Tokyo", IsAlwaysOpen = true }, Cancel);
        await clara.CreateMacroAsync(new() { Name = "Hora", Text = "{date} {time} {greeting}", Actions = [] }, Cancel);
        var chat = await world.ChatServedBy(Ana, NewCustomer());

        // 10:00 in Brazil, where the tenant is.
        Assert.Equal("02/03/2026 22:00 boa noite", Assert.Single((await world.As(Ana).Api.ListChatMacrosAsync(chat.Id, Cancel)).Items).Text);
    }

    [Fact, Rule("V3")]
    public async Task A_contact_known_only_by_its_phone_is_addressed_by_the_fallback()
    {
        var macro = await CreateAsync(new() { Name = Name("Sem nome"), Text = "Olá, {contact.firstName|cliente} ({contact.name|sem nome})", Actions = [] });
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer with { Name = customer.Phone });

        Assert.Equal("Olá, cliente (sem nome)", (await As(Ana).Api.ListChatMacrosAsync(chat.Id, Cancel)).Items.Single(m => m.Id == macro.Id).Text);
    }

    [Fact]
    public async Task A_tenant_has_so_many_macros_and_no_more()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        await world.WriteAsync(LojaExemplo, db => db.AddRange(Enumerable.Range(1, MacroLimits.PerTenant).Select(i => new Macro
        {
            TenantId = LojaExemplo, Id = MacroId.New(world.Time.GetUtcNow()), Name = $"Macro {i}", Text = "Olá",
        })));
        var one = new SaveMacroRequest { Name = "Mais uma", Text = "Olá", Actions = [] };

        Assert.Equal("macro.tooMany", (await world.As(Clara).Api.CreateMacroAsync(one, Cancel).Refused()).Code);
        await world.As(Renata).Api.CreateMacroAsync(one, Cancel);
        Assert.Equal(MacroLimits.PerTenant, (await world.As(Ana).Api.ListMacrosAsync(Cancel)).Items.Count);
    }

    private static MemoryStream Pdf(string content) => new(System.Text.Encoding.UTF8.GetBytes("%PDF-1.7 " + content));

    private Task<MacroItem> CreateAsync(SaveMacroRequest request) => As(Clara).Api.CreateMacroAsync(request, Cancel);
}
