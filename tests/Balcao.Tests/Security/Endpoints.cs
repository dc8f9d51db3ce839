using Balcao.Contract;

namespace Balcao.Tests.Security;

/// <summary>Creates a valid request: path and query, and the body if there is one.</summary>
public delegate Task<(string Path, string? Json)> RequestOf(Scene scene);

/// <summary>One operation of the API, and the answer that each caller gets to a valid request for data of Loja Exemplo.</summary>
public sealed record Endpoint(string Method, string Template, Expected Expected, RequestOf Request);

/// <summary>
/// Every operation of the API. A new endpoint needs a row here, and a row without an endpoint fails a test:
/// <see cref="EveryEndpointTests"/> compares the table with the API document of the running server.
/// </summary>
public static class Endpoints
{
    /// <summary>Serving in the caller's own tenant: everybody in a tenant may, but a token that only reads.</summary>
    private static Expected ServeOwn { get; } = new(401, 200, 200, 200, 200, 403, 403);

    public static IReadOnlyList<Endpoint> All { get; } =
    [
        // Installation and session
        new("GET", "/api/installation", Expected.Public(200), At("/api/installation")),
        new("POST", "/api/installation/operator", Expected.Public(403),
            Send("/api/installation/operator", """{"code":"0000-0000-0000","name":"Eu","email":"eu@balcao.example","password":"uma senha bem longa"}""")),
        new("POST", "/api/session", Expected.Public(204), Send("/api/session", """{"email":"igor@outra.example","password":"uma senha bem longa"}""")),
        new("DELETE", "/api/session", Expected.Public(204), At("/api/session")),
        new("GET", "/api/session/sign-ins", new Expected(401, 200, 200, 200, 200, 200, ReadToken: 403).OnlyAtScreen, At("/api/session/sign-ins")),
        new("DELETE", "/api/session/sign-ins/{id}", new Expected(401, 204, 404, 404, 404, 404, ReadToken: 403).OnlyAtScreen, async scene =>
            ($"/api/session/sign-ins/{await scene.SignInAsync()}", null)),
        new("POST", "/api/password-choices", Expected.Public(409), Send("/api/password-choices", """{"code":"x","password":"uma senha bem longa"}""")),

        // Me
        new("GET", "/api/me", new(401, 200, 200, 200, 200, 200, 200), At("/api/me")),
        new("PUT", "/api/me/availability", new(401, 204, 204, 204, 204, 403, 403), Send("/api/me/availability", """{"isAvailable":true}""")),
        new("PUT", "/api/me/password", new Expected(401, 400, 400, 400, 400, 400, ReadToken: 403).OnlyAtScreen,
            Send("/api/me/password", """{"currentPassword":"uma senha bem longa","newPassword":"curta"}""")),

        // Agents and tokens
        new("GET", "/api/agents", Expected.ReadOwn, At("/api/agents")),
        new("POST", "/api/agents", Expected.AdministerOwn(201).OnlyAtScreen, scene =>
            Json("/api/agents", $$"""{"name":"Nova","email":"{{scene.Unique}}@loja.example","role":"agent"}""")),
        new("PATCH", "/api/agents/{id}", Expected.Administer(204).OnlyAtScreen, Send($"/api/agents/{Bruno.Id}", """{"name":"Bruno Lima"}""")),
        new("POST", "/api/agents/{id}/password-links", Expected.Administer(201).OnlyAtScreen, At($"/api/agents/{Bruno.Id}/password-links")),
        new("GET", "/api/agents/{id}/sign-ins", Expected.Administer(200).OnlyAtScreen, At($"/api/agents/{Bruno.Id}/sign-ins")),
        new("DELETE", "/api/agents/{id}/sign-ins", Expected.Administer(204).OnlyAtScreen, At($"/api/agents/{Bruno.Id}/sign-ins")),
        new("GET", "/api/tokens", Expected.AdministerOwn(200), At("/api/tokens")),
        new("POST", "/api/tokens", Expected.AdministerOwn(201).OnlyAtScreen, Send("/api/tokens", """{"name":"Loja virtual","scopes":["read"]}""")),
        new("DELETE", "/api/tokens/{id}", Expected.Administer(204), async scene => ($"/api/tokens/{await scene.TokenAsync()}", null)),

        // The audit trail
        new("GET", "/api/audit", Expected.AdministerOwn(200), At("/api/audit")),
        new("GET", "/api/audit.csv", Expected.AdministerOwn(200), At("/api/audit.csv")),
        new("GET", "/api/back-office/audit", Expected.Operate(200), At("/api/back-office/audit")),
        new("GET", "/api/back-office/audit.csv", Expected.Operate(200), At("/api/back-office/audit.csv")),

        // Groups and numbers
        new("GET", "/api/chat-groups", Expected.ReadOwn, At("/api/chat-groups")),
        new("POST", "/api/chat-groups", Expected.AdministerOwn(201), scene => Json("/api/chat-groups", $$"""{"name":"{{scene.Unique}}","members":[]}""")),
        new("PUT", "/api/chat-groups/{id}", Expected.Administer(200), Send($"/api/chat-groups/{Financeiro}",
            $$"""{"name":"Financeiro","members":[{"agentId":"{{Davi.Id}}","isAttendant":true}]}""")),
        new("DELETE", "/api/chat-groups/{id}", Expected.Administer(204), async scene => ($"/api/chat-groups/{await scene.UnusedGroupAsync()}", null)),
        new("GET", "/api/numbers", Expected.ReadOwn, At("/api/numbers")),
        new("GET", "/api/numbers/{id}/hours", Expected.ReadOfTenant, At($"/api/numbers/{Balcao500.Id}/hours")),
        new("PUT", "/api/numbers/{id}/hours", Expected.Administer(200), Send($"/api/numbers/{Balcao500.Id}/hours", """{"timeZone":"America/Sao_Paulo","isAlwaysOpen":true}""")),
        new("GET", "/api/numbers/{id}/opt-in.svg", Expected.ReadOfTenant, At($"/api/numbers/{Balcao500.Id}/opt-in.svg")),
        new("GET", "/api/numbers/{id}/opt-in.png", Expected.ReadOfTenant, At($"/api/numbers/{Balcao500.Id}/opt-in.png")),
        new("GET", "/api/holidays", Expected.ReadOwn, At("/api/holidays?year=2027")),
        new("PUT", "/api/numbers/{id}/chat-group", Expected.Administer(204), Send($"/api/numbers/{Balcao500.Id}/chat-group", $$"""{"groupId":"{{Atendimento}}"}""")),
        new("DELETE", "/api/numbers/{id}/chat-group", Expected.Administer(204), At($"/api/numbers/{Balcao501.Id}/chat-group")),

        new("GET", "/api/numbers/{id}/panel", new(401, 200, 200, 200, 404, 403, 200), At($"/api/numbers/{Balcao500.Id}/panel")),
        new("GET", "/api/numbers/{id}/consumption/days", new(401, 200, 200, 200, 404, 403, 200), At($"/api/numbers/{Balcao500.Id}/consumption/days")),
        new("GET", "/api/numbers/{id}/statement.csv", new(401, 200, 200, 200, 404, 403, 200), At($"/api/numbers/{Balcao500.Id}/statement.csv")),
        new("GET", "/api/consumption", Expected.ReadOwn, At("/api/consumption")),
        new("GET", "/api/consumption.csv", Expected.ReadOwn, At("/api/consumption.csv")),

        // Templates
        new("GET", "/api/templates", Expected.ReadOwn, At("/api/templates")),
        new("POST", "/api/numbers/{id}/template-syncs", Expected.Administer(202), At($"/api/numbers/{Balcao500.Id}/template-syncs")),

        // Macros
        new("GET", "/api/macros", Expected.ReadOwn, After(scene => scene.MacroAsync(), "/api/macros")),
        new("POST", "/api/macros", Expected.AdministerOwn(201), scene => Json("/api/macros", $$"""{"name":"{{scene.Unique}}","text":"Olá!","actions":[]}""")),
        new("PUT", "/api/macros/{id}", Expected.Administer(200), async scene =>
            ($"/api/macros/{await scene.MacroAsync()}", $$"""{"name":"{{scene.Unique}}-2","text":"Olá!","actions":[]}""")),
        new("DELETE", "/api/macros/{id}", Expected.Administer(204), async scene => ($"/api/macros/{await scene.MacroAsync()}", null)),
        new("GET", "/api/macros/{id}/files/{fileId}", Expected.ReadOfChat, async scene => (await scene.MacroFileAsync(), null)),
        new("GET", "/api/chats/{id}/macros", Expected.ReadOfChat, async scene =>
            await scene.MacroAsync() is var _ ? ($"/api/chats/{(await scene.WaitingChatAsync()).Id}/macros", null) : default),
        new("POST", "/api/chats/{id}/macro-applications", Expected.ServeChat(200, administrator: 409), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/macro-applications", $$"""{"macroId":"{{await scene.MacroAsync()}}","clientKey":"{{scene.Unique}}"}""")),

        // Chats, conversations, contacts, tickets
        new("GET", "/api/chats", Expected.ReadOwn, After(scene => scene.WaitingChatAsync(), "/api/chats")),
        new("GET", "/api/chats/{id}", Expected.ReadOfChat, async scene => ($"/api/chats/{(await scene.WaitingChatAsync()).Id}", null)),
        new("POST", "/api/chats/{id}/assignment", Expected.ServeChat(204), async scene => ($"/api/chats/{(await scene.WaitingChatAsync()).Id}/assignment", null)),
        new("POST", "/api/chats/{id}/notes", Expected.ServeChat(200), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/notes", $$"""{"clientKey":"{{scene.Unique}}","text":"Cliente antiga"}""")),
        new("POST", "/api/chats/{id}/closure", Expected.ServeChat(204, administrator: 409), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/closure", """{"resolveTicket":true}""")),
        new("POST", "/api/chats/{id}/transfers", Expected.ServeChat(204, administrator: 409), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/transfers", $$"""{"agentId":"{{Bruno.Id}}","note":"Cliente antiga"}""")),
        // Bruno has no screen.
        new("POST", "/api/chats/{id}/guests", Expected.ServeChat(409), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/guests", $$"""{"agentId":"{{Bruno.Id}}"}""")),
        // Nobody is invited.
        new("PUT", "/api/chats/{id}/participation", new(401, 404, 404, 404, 404, 403, 403), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/participation", null)),
        new("DELETE", "/api/chats/{id}/participation", Expected.ServeChat(204, administrator: 409), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/participation", null)),
        // Ana administers no group, and has no screen.
        new("POST", "/api/chats/{id}/takeovers", new(401, 403, 404, 204, 404, 403, 403), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/takeovers", null)),
        new("GET", "/api/me/invitations", new(401, 200, 200, 200, 200, 403, 403), After(scene => scene.ServedChatAsync(), "/api/me/invitations")),
        new("GET", "/api/conversations/{id}", Expected.ReadOfChat, async scene => ($"/api/conversations/{(await scene.WaitingChatAsync()).Conversation}", null)),
        new("GET", "/api/conversations/{id}/messages", Expected.ReadOfChat, async scene =>
            ($"/api/conversations/{(await scene.WaitingChatAsync()).Conversation}/messages", null)),
        new("GET", "/api/messages", Expected.ReadOfChat, async scene => ($"/api/messages?wamid={await scene.WamidAsync()}", null)),
        new("POST", "/api/chats/{id}/messages", Expected.ServeChat(200, administrator: 409), async scene =>
            ($"/api/chats/{(await scene.ServedChatAsync()).Id}/messages", $$"""{"clientKey":"{{scene.Unique}}","text":"Pois não?"}""")),
        new("POST", "/api/chats/{id}/typing", Expected.ServeChat(204, administrator: 409), async scene => ($"/api/chats/{(await scene.ServedChatAsync()).Id}/typing", null)),
        new("PUT", "/api/conversations/{id}/read-marker", Expected.ServeChat(204), async scene =>
            await scene.ServedChatAsync() is var chat ? ($"/api/conversations/{chat.Conversation}/read-marker", $$"""{"messageId":"{{chat.Message}}"}""") : default),
        new("PUT", "/api/messages/{id}/reaction", Expected.ServeChat(204, administrator: 409), async scene =>
            ($"/api/messages/{(await scene.ServedChatAsync()).Message}/reaction", """{"emoji":"👍"}""")),
        new("POST", "/api/messages/{id}/resends", Expected.ServeChat(409), async scene => ($"/api/messages/{(await scene.ServedChatAsync()).Message}/resends", null)),
        new("POST", "/api/messages/{id}/cancellation", Expected.ServeChat(409), async scene => ($"/api/messages/{(await scene.ServedChatAsync()).Message}/cancellation", null)),
        new("GET", "/api/messages/{id}/media/playable", new(401, 404, 404, 404, 404, 403, 404), async scene =>
            ($"/api/messages/{(await scene.ServedChatAsync()).Message}/media/playable", null)),
        new("GET", "/api/messages/{id}/media/thumbnail", new(401, 404, 404, 404, 404, 403, 404), async scene =>
            ($"/api/messages/{(await scene.ServedChatAsync()).Message}/media/thumbnail", null)),
        new("GET", "/api/messages/{id}/media", new(401, 404, 404, 404, 404, 403, 404), async scene => ($"/api/messages/{(await scene.ServedChatAsync()).Message}/media", null)),
        new("POST", "/api/messages/{id}/media-fetches", new(401, 404, 404, 404, 404, 403, 403), async scene =>
            ($"/api/messages/{(await scene.ServedChatAsync()).Message}/media-fetches", null)),
        new("POST", "/api/uploads", new(401, 415, 415, 415, 415, 403, 403), Send("/api/uploads", "{}")),
        new("GET", "/api/contacts", Expected.ReadOwn, After(scene => scene.WaitingChatAsync(), "/api/contacts")),
        new("GET", "/api/contacts/{id}", Expected.ReadOfChat, async scene => ($"/api/contacts/{(await scene.WaitingChatAsync()).Contact}", null)),
        new("GET", "/api/search", Expected.ReadOwn, After(scene => scene.WaitingChatAsync(), "/api/search?q=visitante")),
        new("GET", "/api/tickets/{id}", Expected.ReadOfChat, async scene => ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}", null)),
        new("GET", "/api/tickets", Expected.ReadOwn, After(scene => scene.WaitingChatAsync(), "/api/tickets")),
        new("GET", "/api/tickets.csv", Expected.ReadOwn, At("/api/tickets.csv")),
        new("POST", "/api/tickets/changes", ServeOwn, async scene =>
            ("/api/tickets/changes", $$"""{"ticketIds":["{{(await scene.WaitingChatAsync()).Ticket}}"],"change":"addTag","tag":"troca"}""")),
        new("GET", "/api/ticket-views", Expected.ReadOwn, At("/api/ticket-views")),
        new("POST", "/api/ticket-views", ServeOwn, scene => Json("/api/ticket-views", $$"""{"name":"{{scene.Unique}}","filter":{"status":"open"} }""")),
        new("PUT", "/api/ticket-views/{id}", Expected.Administer(200), async scene =>
            ($"/api/ticket-views/{await scene.SharedViewAsync()}", $$"""{"name":"{{scene.Unique}}","filter":{"status":"open"} }""")),
        new("DELETE", "/api/ticket-views/{id}", Expected.Administer(204), async scene => ($"/api/ticket-views/{await scene.SharedViewAsync()}", null)),
        new("PUT", "/api/me/default-ticket-view", new(401, 204, 204, 204, 400, 403, 403), async scene =>
            ("/api/me/default-ticket-view", $$"""{"viewId":"{{await scene.SharedViewAsync()}}"}""")),
        new("GET", "/api/tickets/{id}/messages", Expected.ReadOfChat, async scene => ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/messages", null)),
        new("PUT", "/api/tickets/{id}/status", Expected.ServeChat(200), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/status", """{"version":0,"status":"inAttendance"}""")),
        new("PUT", "/api/tickets/{id}/owner", Expected.ServeChat(200), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/owner", $$"""{"version":0,"ownerId":"{{Bruno.Id}}"}""")),
        new("PUT", "/api/tickets/{id}/group", Expected.ServeChat(200), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/group", $$"""{"version":0,"groupId":"{{Financeiro}}"}""")),
        new("PATCH", "/api/tickets/{id}", Expected.ServeChat(200), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}", """{"version":0,"urgency":"high","tags":["troca"]}""")),
        new("POST", "/api/tickets/{id}/merges", Expected.ServeChat(200), async scene =>
            await scene.MergeableTicketsAsync() is var (kept, other) ? ($"/api/tickets/{kept}/merges", $$"""{"version":0,"otherId":"{{other}}","otherVersion":0}""") : default),
        new("PUT", "/api/tickets/{id}/links/{protocol}", Expected.ServeChat(200), async scene =>
            await scene.LinkableTicketsAsync() is var (ticket, protocol) ? ($"/api/tickets/{ticket}/links/{protocol}", null) : default),
        new("DELETE", "/api/tickets/{id}/links/{protocol}", Expected.ServeChat(404), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/links/1", null)),
        new("POST", "/api/tickets/{id}/notes", Expected.ServeChat(204), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/notes", $$"""{"id":"{{TicketActionId.New(scene.App.Time.GetUtcNow())}}","text":"Conferido"}""")),
        new("GET", "/api/tickets/{id}/actions/{actionId}/file", new(401, 404, 404, 404, 404, 403, 404), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/actions/{TicketActionId.New(scene.App.Time.GetUtcNow())}/file", null)),
        new("POST", "/api/tickets/{id}/answers", Expected.ServeChat(200, administrator: 409), async scene =>
            ($"/api/tickets/{(await scene.ServedChatAsync()).Ticket}/answers", $$"""{"clientKey":"{{scene.Unique}}","text":"Pois não?"}""")),
        new("POST", "/api/tickets/{id}/chats", Expected.ServeChat(200), async scene => ($"/api/tickets/{(await scene.ClosedChatAsync()).Ticket}/chats", null)),
        new("PUT", "/api/tickets/{id}/category", Expected.ServeChat(200), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/category", """{"version":0,"categoryId":null}""")),
        new("PUT", "/api/tickets/{id}/fields/{fieldId}", Expected.ServeChat(200), async scene =>
            ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/fields/{await scene.TicketFieldAsync()}", """{"version":0,"value":"220 V"}""")),
        new("GET", "/api/ticket-categories", Expected.ReadOwn, At("/api/ticket-categories")),
        new("POST", "/api/ticket-categories", Expected.AdministerOwn(200), scene => Json("/api/ticket-categories", $$"""{"name":"{{scene.Unique}}"}""")),
        new("PUT", "/api/ticket-categories/{id}", Expected.Administer(200), async scene =>
            ($"/api/ticket-categories/{await scene.TicketCategoryAsync()}", $$"""{"name":"{{scene.Unique}} novo"}""")),
        new("GET", "/api/ticket-targets", Expected.ReadOwn, At("/api/ticket-targets")),
        new("PUT", "/api/ticket-targets", Expected.AdministerOwn(200), Send("/api/ticket-targets", """{"targets":[{"urgency":"low","resolutionMinutes":43200}]}""")),
        new("GET", "/api/ticket-fields", Expected.ReadOwn, At("/api/ticket-fields")),
        new("POST", "/api/ticket-fields", Expected.AdministerOwn(200), scene => Json("/api/ticket-fields", $$"""{"name":"{{scene.Unique}}","kind":"date"}""")),
        new("PUT", "/api/ticket-fields/{id}", Expected.Administer(200), async scene =>
            ($"/api/ticket-fields/{await scene.TicketFieldAsync()}", $$"""{"name":"{{scene.Unique}} novo"}""")),
        new("GET", "/api/tickets/{id}/actions", Expected.ReadOfChat, async scene => ($"/api/tickets/{(await scene.WaitingChatAsync()).Ticket}/actions", null)),
        new("GET", "/api/tickets/{id}/transcripts/{chatId}", Expected.ReadOfChat, async scene =>
            await scene.ClosedChatAsync() is var chat ? ($"/api/tickets/{chat.Ticket}/transcripts/{chat.Id}", null) : default),
        new("GET", "/api/changes", Expected.ReadOwn, After(scene => scene.WaitingChatAsync(), "/api/changes?after=0")),

        // Meta's prices
        new("GET", "/api/numbers/{id}/meta-cost", new(401, 200, 200, 200, 404, 403, 200), At($"/api/numbers/{Balcao500.Id}/meta-cost")),
        new("GET", "/api/numbers/{id}/meta-cost/differences", new(401, 200, 200, 200, 404, 403, 200), At($"/api/numbers/{Balcao500.Id}/meta-cost/differences")),
        new("GET", "/api/back-office/meta-rates", Expected.Operate(200), At("/api/back-office/meta-rates")),
        new("POST", "/api/back-office/meta-rates", Expected.Operate(200), Send("/api/back-office/meta-rates",
            """{"market":"Peru","category":"service","price":0.02,"currency":"USD","validFrom":"2026-10-01"}""")),
        new("DELETE", "/api/back-office/meta-rates/{id}", Expected.Operate(204), async scene => ($"/api/back-office/meta-rates/{await scene.MetaRateAsync()}", null)),
        new("POST", "/api/back-office/meta-rates/import", Expected.Operate(200), Send("/api/back-office/meta-rates/import", """{"csv":"Peru,utility,0.02,USD,2026-10-01"}""")),
        new("GET", "/api/back-office/meta-cost", Expected.Operate(200), At("/api/back-office/meta-cost")),

        // Requests to the operators
        new("GET", "/api/plan-requests", Expected.AdministerOwn(200), After(scene => scene.PlanRequestAsync(), "/api/plan-requests")),
        new("POST", "/api/plan-requests", Expected.AdministerOwn(201), async scene =>
            ("/api/plan-requests", $$"""{"kind":"newContract","planId":"{{await scene.PlanToAskForAsync()}}","wishedNumber":"+55 11 4000-0999"}""")),
        new("GET", "/api/plan-requests/{id}", Expected.Administer(200), async scene => ($"/api/plan-requests/{await scene.PlanRequestAsync()}", null)),
        new("GET", "/api/plans", Expected.AdministerOwn(200), At("/api/plans")),
        new("POST", "/api/plan-requests/{id}/messages", Expected.Administer(204), async scene => ($"/api/plan-requests/{await scene.PlanRequestAsync()}/messages", """{"text":"Pode ser?"}""")),
        new("POST", "/api/plan-requests/{id}/withdrawal", Expected.Administer(204), async scene => ($"/api/plan-requests/{await scene.PlanRequestAsync()}/withdrawal", null)),
        new("GET", "/api/back-office/plan-requests", Expected.Operate(200), After(scene => scene.PlanRequestAsync(), "/api/back-office/plan-requests")),
        new("GET", "/api/back-office/plan-requests/{id}", Expected.Operate(200), async scene => ($"/api/back-office/plan-requests/{await scene.PlanRequestAsync()}", null)),
        new("POST", "/api/back-office/plan-requests/{id}/messages", Expected.Operate(204), async scene =>
            ($"/api/back-office/plan-requests/{await scene.PlanRequestAsync()}/messages", """{"text":"Pode, sim."}""")),
        new("POST", "/api/back-office/plan-requests/{id}/review", Expected.Operate(204), async scene => ($"/api/back-office/plan-requests/{await scene.PlanRequestAsync()}/review", null)),
        new("POST", "/api/back-office/plan-requests/{id}/approval", Expected.Operate(204), async scene =>
            ($"/api/back-office/plan-requests/{await scene.PlanRequestAsync()}/approval", """{"effectiveMonth":"2027-01","version":0}""")),
        new("POST", "/api/back-office/plan-requests/{id}/refusal", Expected.Operate(204), async scene =>
            ($"/api/back-office/plan-requests/{await scene.PlanRequestAsync()}/refusal", """{"reason":"Fora da região","version":0}""")),

        // The back office
        new("GET", "/api/back-office/operators", Expected.Operate(200), At("/api/back-office/operators")),
        new("GET", "/api/back-office/operators/{id}/sign-ins", Expected.Operate(200), At($"/api/back-office/operators/{Otavio.PersonId}/sign-ins")),
        new("DELETE", "/api/back-office/operators/{id}/sign-ins", Expected.Operate(204), At($"/api/back-office/operators/{Otavio.PersonId}/sign-ins")),
        new("GET", "/api/back-office/tenants", Expected.Operate(200), At("/api/back-office/tenants")),
        new("POST", "/api/back-office/tenants", Expected.Operate(201), scene =>
            Json("/api/back-office/tenants", $$"""{"name":"Nova base","administratorName":"Dona","administratorEmail":"{{scene.Unique}}@nova.example"}""")),
        new("GET", "/api/back-office/tenants/{id}/numbers", Expected.Operate(200), At($"/api/back-office/tenants/{LojaExemplo}/numbers")),
        new("POST", "/api/back-office/numbers", Expected.Operate(201), scene => Json("/api/back-office/numbers",
            $$"""{"tenantId":"{{LojaExemplo}}","phone":"+551140000900","phoneNumberId":"{{scene.UniqueDigits}}","wabaId":"1","accessToken":"EAA"}""")),
        new("PUT", "/api/back-office/numbers/{id}/access-token", Expected.Operate(204),
            Send($"/api/back-office/numbers/{Balcao501.Id}/access-token", """{"accessToken":"EAA"}""")),
        new("GET", "/api/back-office/consumption", Expected.Operate(200), At("/api/back-office/consumption")),
        new("GET", "/api/back-office/plans", Expected.Operate(200), At("/api/back-office/plans")),
        new("POST", "/api/back-office/plans", Expected.Operate(201), scene =>
            Json("/api/back-office/plans", $$"""{"name":"{{scene.Unique}}","creditsPerMonth":100,"monthlyFee":50,"extraCreditCost":0.2}""")),
        new("PUT", "/api/back-office/plans/{id}", Expected.Operate(200), async scene =>
            ($"/api/back-office/plans/{await scene.PlanToAskForAsync()}", $$"""{"name":"{{scene.Unique}}-2","creditsPerMonth":100,"monthlyFee":50,"extraCreditCost":0.2}""")),
        new("GET", "/api/back-office/numbers/{id}/contract", Expected.Operate(200), At($"/api/back-office/numbers/{Balcao500.Id}/contract")),
        new("PUT", "/api/back-office/numbers/{id}/contract", Expected.Operate(200), async scene =>
            ($"/api/back-office/numbers/{Balcao501.Id}/contract", $$"""{"isSuspended":false,"cap":{{1000 + await scene.ContractVersionAsync(Balcao501)}},"version":{{await scene.ContractVersionAsync(Balcao501)}}}""")),
        new("PUT", "/api/back-office/numbers/{id}/contract/plan", Expected.Operate(200), async scene =>
            ($"/api/back-office/numbers/{Balcao501.Id}/contract/plan", $$"""{"fromMonth":"2030-01","planId":"{{await scene.PlanToAskForAsync()}}"}""")),
        new("PUT", "/api/back-office/numbers/{id}/contract/cancellation", Expected.Operate(200), Send($"/api/back-office/numbers/{Balcao501.Id}/contract/cancellation", """{"fromMonth":"2029-01"}""")),
        new("GET", "/api/back-office/stopped-numbers", Expected.Operate(200), At("/api/back-office/stopped-numbers")),
        new("GET", "/api/back-office/unknown-numbers", Expected.Operate(200), At("/api/back-office/unknown-numbers")),
        new("GET", "/api/back-office/set-aside", Expected.Operate(200), At("/api/back-office/set-aside")),
        new("POST", "/api/back-office/set-aside/{id}/retries", Expected.Operate(204), async scene => ($"/api/back-office/set-aside/{await scene.SetAsideAsync()}/retries", null)),
    ];

    /// <summary>A request without a body.</summary>
    private static RequestOf At(string path) => _ => Task.FromResult<(string, string?)>((path, null));

    /// <summary>A request without a body, after something was created that the answer must or must not contain.</summary>
    private static RequestOf After(Func<Scene, Task> happened, string path) => async scene =>
    {
        await happened(scene);
        return (path, null);
    };

    private static RequestOf Send(string path, string json) => _ => Json(path, json);

    private static Task<(string, string?)> Json(string path, string json) => Task.FromResult<(string, string?)>((path, json));
}
