using System.Globalization;
using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Macros;
using Balcao.PlanRequests;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Tests.PlanRequests;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Security;

/// <summary>
/// The data that a valid request needs. It is created for each request, so that requests do not affect each other.
/// </summary>
public sealed class Scene(BalcaoApp app)
{
    private static int _count;

    private readonly int _number = Interlocked.Increment(ref _count);

    public BalcaoApp App => app;

    /// <summary>A unique word.</summary>
    public string Unique => string.Create(CultureInfo.InvariantCulture, $"visita-{_number}");

    public string UniqueDigits => string.Create(CultureInfo.InvariantCulture, $"{900_000_000 + _number}");

    public Customer NewCustomer() => new("Visitante", string.Create(CultureInfo.InvariantCulture, $"55119{80_000_000 + _number}"));

    /// <summary>A chat that waits in Atendimento.</summary>
    public Task<PlacedChat> WaitingChatAsync() => app.ChatWaiting(NewCustomer());

    /// <summary>A chat that Ana serves.</summary>
    public Task<PlacedChat> ServedChatAsync() => app.ChatServedBy(Ana, NewCustomer());

    /// <summary>Two tickets of one contact of Atendimento.</summary>
    public async Task<(TicketId Kept, TicketId Other)> MergeableTicketsAsync()
    {
        var chat = await WaitingChatAsync();
        return (chat.Ticket, await app.LaterTicketAsync(chat, "Visitante"));
    }

    /// <summary>A ticket of Atendimento, and the number of another one.</summary>
    public async Task<(TicketId Ticket, long Protocol)> LinkableTicketsAsync()
    {
        var (ticket, other) = await MergeableTicketsAsync();
        return (ticket, await app.ReadAsync(LojaExemplo, db => db.Tickets.Where(t => t.Id == other).Select(t => t.Protocol).SingleAsync()));
    }

    /// <summary>Was served by Ana, who closed it.</summary>
    public async Task<PlacedChat> ClosedChatAsync()
    {
        var chat = await ServedChatAsync();
        using var ana = app.As(Ana);
        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = true }, TestContext.Current.CancellationToken);
        return chat;
    }

    /// <summary>A macro of Atendimento.</summary>
    public async Task<MacroId> MacroAsync()
    {
        var macro = new Macro
        {
            TenantId = LojaExemplo, Id = MacroId.New(app.Time.GetUtcNow()), Name = $"Visitante {Unique}", GroupId = Atendimento, Text = "Olá, {contact.name}",
        };
        await app.WriteAsync(LojaExemplo, db => db.Add(macro));
        return macro.Id;
    }

    /// <summary>An open request of Loja Exemplo for a contract.</summary>
    public async Task<PlanRequestId> PlanRequestAsync()
    {
        var now = app.Time.GetUtcNow();
        var request = new PlanRequest
        {
            TenantId = LojaExemplo, Id = PlanRequestId.New(now), Kind = PlanRequestKind.NewContract, WishedNumber = $"Visitante {Unique}", RequestedBy = Clara.Id, RequestedAt = now,
        };
        await app.WriteAsync(LojaExemplo, db => db.Add(request));
        return request.Id;
    }

    public Task<int> ContractVersionAsync(CastNumber number) =>
        app.ReadAsync(number.Tenant, db => db.Contracts.Where(c => c.ChannelId == number.Id).Select(c => c.Version).SingleAsync());

    /// <summary>A price of Meta's rate card, on a day of its own.</summary>
    public async Task<MetaRateId> MetaRateAsync()
    {
        var request = new SaveMetaRateRequest
        {
            Market = "Chile", Category = MetaCategories.Service, Price = 0.02m, Currency = "USD", ValidFrom = new DateOnly(2026, 1, 1).AddDays(_number),
        };
        return (await app.As(Otavio).Api.SaveMetaRateAsync(request, TestContext.Current.CancellationToken)).Id;
    }

    /// <summary>A plan that may be asked for, by tenants that have asked for nothing else yet.</summary>
    public async Task<PlanId> PlanToAskForAsync()
    {
        await app.WriteAsync(Balcao.Platform.Storage.TenantScope.Everyone, db => db.PlanRequests.OfAllTenants.Pending
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, PlanRequestStatus.Withdrawn), TestContext.Current.CancellationToken));
        return await app.PlanAsync(Unique);
    }

    /// <summary>The address of a file of a macro of Atendimento.</summary>
    public async Task<string> MacroFileAsync()
    {
        using var clara = app.As(Clara);
        var ct = TestContext.Current.CancellationToken;
        var upload = await clara.Api.UploadAsync(new MemoryStream("%PDF-1.7"u8.ToArray()), "tabela.pdf", "application/pdf", ct: ct);
        var macro = await clara.Api.CreateMacroAsync(new() { Name = $"Visitante {Unique}", GroupId = Atendimento, Actions = [], Files = [new() { UploadId = upload.Id }] }, ct);
        return "/" + BalcaoApi.MacroFileUrl(macro.Id, macro.Files[0].Id);
    }

    /// <summary>WhatsApp's id of a message that waits in Atendimento.</summary>
    public async Task<string> WamidAsync()
    {
        var chat = await WaitingChatAsync();
        var wamid = await app.ReadAsync(LojaExemplo, db => db.Messages.Where(m => m.ConversationId == chat.Conversation).Select(m => m.Wamid!).SingleAsync());
        return Uri.EscapeDataString(wamid);
    }

    /// <summary>Parts of names and addresses that the requests contain.</summary>
    public static IReadOnlyList<string> Typed => ["Visitante", "loja.example"];

    /// <summary>What an answer to somebody of another tenant must not contain.</summary>
    public static IEnumerable<string> OnlyOurs { get; } =
    [
        .. Typed, LojaExemplo.ToString(), Atendimento.ToString(), Financeiro.ToString(), Balcao500.Id.ToString(), Balcao501.Id.ToString(),
        Balcao500.PhoneNumberId, Ana.Id.ToString(), Clara.Id.ToString(),
    ];

    /// <summary>A group of Loja Exemplo that never served anybody.</summary>
    public async Task<ChatGroupId> UnusedGroupAsync()
    {
        var group = new ChatGroup { TenantId = LojaExemplo, Id = ChatGroupId.New(app.Time.GetUtcNow()), Name = Unique, DisplayName = Unique };
        await app.WriteAsync(LojaExemplo, db => db.Add(group));
        return group.Id;
    }

    /// <summary>A token of Loja Exemplo.</summary>
    public async Task<ApiTokenId> TokenAsync()
    {
        var hash = ApiToken.Hash(await app.TokenOfAsync(Clara, Permission.Read));
        return await app.ReadAsync(LojaExemplo, db => db.ApiTokens.Where(t => t.SecretHash == hash).Select(t => t.Id).SingleAsync());
    }

    public async Task<TicketCategoryId> TicketCategoryAsync()
    {
        var category = new TicketCategory { TenantId = LojaExemplo, Id = TicketCategoryId.New(app.Time.GetUtcNow()), Name = Unique };
        await app.WriteAsync(LojaExemplo, db => db.Add(category));
        return category.Id;
    }

    public async Task<SavedViewId> SharedViewAsync()
    {
        var view = new SavedView { TenantId = LojaExemplo, Id = SavedViewId.New(app.Time.GetUtcNow()), Name = Unique, Filter = SavedView.Stored(new()) };
        await app.WriteAsync(LojaExemplo, db => db.Add(view));
        return view.Id;
    }

    public async Task<TicketFieldId> TicketFieldAsync()
    {
        var field = new TicketField { TenantId = LojaExemplo, Id = TicketFieldId.New(app.Time.GetUtcNow()), Name = Unique, Kind = TicketFieldKind.Text };
        await app.WriteAsync(LojaExemplo, db => db.Add(field));
        return field.Id;
    }

    /// <summary>A sign-in of Ana, not the one of her request.</summary>
    public async Task<SignInId> SignInAsync()
    {
        var now = app.Time.GetUtcNow();
        var signIn = new PersonSignIn { Id = SignInId.New(now), PersonId = Ana.PersonId, TenantId = LojaExemplo, CreatedAt = now, LastSeenAt = now };
        await app.WriteAsync(LojaExemplo, db => db.Add(signIn));
        return signIn.Id;
    }

    /// <summary>An update that was set aside, and whose retry succeeds.</summary>
    public async Task<Guid> SetAsideAsync()
    {
        var now = app.Time.GetUtcNow();
        var entry = new JournalEntry
        {
            Id = Uuid7.New(now), TenantId = LojaExemplo, ReceivedAt = now, PhoneNumberId = Balcao500.PhoneNumberId, Outcome = JournalOutcome.SetAside,
            Json = Webhooks.From(Balcao500, Webhooks.Text(NewCustomer(), "Bom dia", now)), Error = "a failure of yesterday",
        };
        await app.WriteAsync(LojaExemplo, db => db.Add(entry));
        return entry.Id;
    }
}
