using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Balcao.Contract;

namespace Balcao.Client.Tests.World;

/// <summary>
/// Balcao's API in memory, as far as the screens use it: the same paths and records, and a numbered feed.
/// Tests read and change its data. It does not implement the product's rules.
/// </summary>
public sealed class FakeBalcao(TimeProvider time) : HttpMessageHandler
{
    private static ContractJson Json => ContractJson.Default;

    public List<InvitationItem> Invitations { get; } = [];

    public List<TransferChatRequest> Transfers { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>The bodies of the requests without a replaced answer; "" for a request without one.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Replaces the answer: by a refusal, or an exception for a lost connection. Null: the usual answer.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>What the answer to a request waits for; null: nothing.</summary>
    public Func<HttpRequestMessage, Task?>? WaitsFor { get; set; }

    public Me? Me { get; set; }

    public Dictionary<ChatId, ChatItem> Chats { get; } = [];

    public Dictionary<MessageId, MessageItem> Messages { get; } = [];

    public Dictionary<string, (byte[] Content, string Type)> Files { get; } = [];

    public List<AgentItem> Agents { get; } = [];

    public List<ChatGroupItem> Groups { get; } = [];

    public List<NumberItem> Numbers { get; } = [];

    public ServiceHoursView Hours { get; set; } = new(new() { TimeZone = "America/Sao_Paulo", IsAlwaysOpen = true }, new(true, null, "America/Sao_Paulo", true));

    public List<HolidayItem> Holidays { get; } = [];

    public FakePlans Plans { get; } = new();

    public List<StoppedNumber> StoppedNumbers { get; } = [];

    /// <summary>The macros for every chat.</summary>
    public List<MacroItem> Macros { get; } = [];

    /// <summary>Why an action of a macro is refused; null: none is.</summary>
    public Func<MacroAction, Problem?>? RefusedAction { get; set; }

    public List<TicketCategoryItem> Categories { get; } = [];

    public List<ApiTokenItem> Tokens { get; } = [];

    public List<SignInItem> SignIns { get; } = [];

    public List<TenantItem> Tenants { get; } = [];

    public List<AuditItem> Audit { get; } = [];

    /// <summary>Found by every search.</summary>
    public List<TicketHit> Tickets { get; } = [];

    /// <summary>Found by every search.</summary>
    public List<AgentName> People { get; } = [];

    public List<DemoHint> Hints { get; } = [];

    public bool NeedsFirstRun { get; set; }

    /// <summary>The feed's current number, which every change increases.</summary>
    public long Position { get; private set; }

    public List<Changes> Feed { get; } = [];

    public event Action<Changes>? Changed;

    public static HttpResponseMessage Refusal(int status, string code, string title, string? field = null) => new((HttpStatusCode)status)
    {
        Content = new StringContent(JsonSerializer.Serialize(new Problem(code, title, status, field), Json.Problem), null, "application/problem+json"),
    };

    public BalcaoApi Api() => new(new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://balcao.test/") });

    public void Put(ChatItem chat)
    {
        Chats[chat.Id] = chat;
        Tell(new(Position, Position + 1, false, [chat], [], [], []));
    }

    public void Put(MessageItem message)
    {
        Messages[message.Id] = message;
        var chats = Chats.Values.Where(c => c.Id == message.ChatId).Select(c => c with
        {
            LastMessage = message.Kind is MessageKind.Note ? c.LastMessage
                : new(message.Direction, message.Kind, message.Text, message.At, message.Delivery, message.Failure is not null),
        }).ToList();
        foreach (var chat in chats) Chats[chat.Id] = chat;
        Tell(new(Position, Position + 1, false, chats, [message], [], []));
    }

    public void Tell(Changes changes)
    {
        Position = changes.To;
        Feed.Add(changes);
        Changed?.Invoke(changes);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (WaitsFor?.Invoke(request) is { } answering) await answering;
        if (Instead?.Invoke(request) is { } instead) return instead;
        var path = request.RequestUri!.AbsolutePath.Trim('/').Split('/')[1..];
        if (Me is null && path is not ["installation"]) return Refusal(401, "session.none", "Entre de novo.");
        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query);
        var body = request.Content is null or MultipartFormDataContent ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Bodies.Add(body);
        return (request.Method.Method, path) switch
        {
            ("GET", ["installation"]) => Ok(new InstallationState(NeedsFirstRun, Hints, Hints.Count > 0 ? "/phones" : null), Json.InstallationState),
            ("GET", ["me"]) => Ok(Me!, Json.Me),
            ("GET", ["me", "invitations"]) => Ok(new Page<InvitationItem>([.. Invitations], null, Position), Json.PageInvitationItem),
            ("PUT" or "DELETE", ["chats", var id, "participation"]) => Answer(Chat(id)),
            ("POST", ["chats", var id, "transfers"]) => Transfer(JsonSerializer.Deserialize(body, Json.TransferChatRequest)!),
            ("DELETE", ["session"]) => SignOut(),
            ("GET", ["session", "sign-ins"]) => Ok(new Page<SignInItem>([.. SignIns], null, 0), Json.PageSignInItem),
            ("DELETE", ["session", "sign-ins", var id]) => EndSignIn(new SignInId(Guid.Parse(id))),
            ("GET", ["chats"]) => Ok(new Page<ChatItem>([.. Chats.Values.Where(c => c.Status != ChatStatus.Closed)], null, Position), Json.PageChatItem),
            ("GET", ["chats", var id]) => Chats.TryGetValue(Chat(id), out var chat) ? Ok(chat, Json.ChatItem) : Refusal(404, "chat.none", "O atendimento não existe."),
            ("POST", ["chats", var id, "assignment"]) => Take(Chat(id)),
            ("POST", ["chats", var id, "closure"]) => Close(Chat(id), JsonSerializer.Deserialize(body, Json.CloseChatRequest)!),
            ("POST", ["chats", var id, "messages"]) => Send(Chat(id), JsonSerializer.Deserialize(body, Json.SendMessageRequest)!),
            ("GET", ["chats", _, "macros"] or ["macros"]) => Ok(new Page<MacroItem>([.. Macros], null, Position), Json.PageMacroItem),
            ("POST", ["chats", var id, "macro-applications"]) => Apply(Chat(id), JsonSerializer.Deserialize(body, Json.ApplyMacroRequest)!),
            ("POST", ["chats", var id, "notes"]) => Note(Chat(id), JsonSerializer.Deserialize(body, Json.AddNoteRequest)!),
            ("GET", ["conversations", var id]) => View(Conversation(id)),
            ("GET", ["conversations", var id, "messages"]) => Messages_(Conversation(id), query["cursor"], int.Parse(query["limit"] ?? "50", null)),
            ("PUT", ["conversations", var id, "read-marker"]) => MarkRead(Conversation(id)),
            ("PUT", ["messages", var id, "reaction"]) => React(new MessageId(Guid.Parse(id)), JsonSerializer.Deserialize(body, Json.ReactRequest)!.Emoji),
            ("GET", ["changes"]) => Missed(long.Parse(query["after"]!, null)),
            ("GET", ["contacts"]) => Ok(new Page<ContactItem>([.. Contacts().Where(c => c.Name.Contains(query["q"] ?? "", StringComparison.OrdinalIgnoreCase))], null, Position), Json.PageContactItem),
            ("GET", ["contacts", var id]) => Card(new ContactId(Guid.Parse(id))),
            ("GET", ["search"]) => Search(query["q"] ?? ""),
            ("GET", ["ticket-categories"]) => Ok(new Page<TicketCategoryItem>(Categories, null, Position), Json.PageTicketCategoryItem),
            ("GET", ["agents"]) => Ok(new Page<AgentItem>(Agents, null, Position), Json.PageAgentItem),
            ("GET", ["chat-groups"]) => Ok(new Page<ChatGroupItem>(Groups, null, Position), Json.PageChatGroupItem),
            ("POST", ["chat-groups"]) => SaveGroup(ChatGroupId.New(time.GetUtcNow()), JsonSerializer.Deserialize(body, Json.SaveChatGroupRequest)!),
            ("PUT", ["chat-groups", var id]) => SaveGroup(new ChatGroupId(Guid.Parse(id)), JsonSerializer.Deserialize(body, Json.SaveChatGroupRequest)!),
            ("GET", ["numbers"]) => Ok(new Page<NumberItem>(Numbers, null, Position), Json.PageNumberItem),
            ("GET", ["numbers", _, "hours"]) => Ok(Hours, Json.ServiceHoursView),
            ("PUT", ["numbers", _, "hours"]) => Ok(Hours = Hours with { Hours = JsonSerializer.Deserialize(body, Json.ServiceHoursDocument)! }, Json.ServiceHoursView),
            ("GET", ["holidays"]) => Ok(new Page<HolidayItem>(Holidays, null, 0), Json.PageHolidayItem),
            ("GET", ["audit"]) => Ok(new Page<AuditItem>(Audit, null, Position), Json.PageAuditItem),
            ("GET", ["tokens"]) => Ok(new Page<ApiTokenItem>(Tokens, null, Position), Json.PageApiTokenItem),
            ("GET", ["back-office", "tenants"]) => Ok(new Page<TenantItem>(Tenants, null, Position), Json.PageTenantItem),
            ("GET", ["back-office", "stopped-numbers"]) => Ok(new Page<StoppedNumber>(StoppedNumbers, null, Position), Json.PageStoppedNumber),
            ("GET", ["back-office", "tenants", _, "numbers"]) => Ok(new Page<NumberItem>(Numbers, null, Position), Json.PageNumberItem),
            ("POST", ["agents", _, "password-links"]) => Ok(new PasswordLink("https://balcao.exemplo/choose-password#code=7Q2M-XK4P-90TD", time.GetUtcNow().AddDays(7)), Json.PasswordLink),
            ("POST", ["uploads"]) => Ok(new UploadItem(UploadId.New(time.GetUtcNow()), MessageKind.Image, "image/png", "foto.png", 1024), Json.UploadItem),
            ("GET", ["media", var name]) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(Files[name].Content) { Headers = { { "Content-Type", Files[name].Type } } } },
            _ => Plans.Answer(request, body, Numbers, Position) ?? new(HttpStatusCode.NoContent),
        };
    }

    private static HttpResponseMessage Ok<T>(T body, JsonTypeInfo<T> type) =>
        new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(body, type), null, "application/json") };

    private HttpResponseMessage Answer(ChatId chat)
    {
        Invitations.RemoveAll(i => i.ChatId == chat);
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Transfer(TransferChatRequest request)
    {
        Transfers.Add(request);
        return new(HttpStatusCode.NoContent);
    }

    private static ChatId Chat(string id) => new(Guid.Parse(id));

    private static ConversationId Conversation(string id) => new(Guid.Parse(id));

    private AgentName MyName => new(Me!.AgentId!.Value, Me.Name);

    private HttpResponseMessage SaveGroup(ChatGroupId id, SaveChatGroupRequest request)
    {
        var saved = new ChatGroupItem(id, request.Name, request.DisplayName is { Length: > 0 } shown ? shown : request.Name, request.IsEnabled ?? true,
            [.. request.Members.Select(m => new ChatGroupMember(m.AgentId, Agents.Single(a => a.Id == m.AgentId).Name, m.IsAttendant, m.IsAdministrator))])
        {
            IsWhatsAppCompatible = request.IsWhatsAppCompatible ?? true,
            QueueText = request.QueueText,
            DistributesAutomatically = request.DistributesAutomatically,
            MostChatsPerAgent = request.MostChatsPerAgent,
            GraceMinutes = request.GraceMinutes ?? ChatGroupLimits.UsualGraceMinutes,
            OffersServiceSelection = request.OffersServiceSelection,
            ClosesAfterIdleMinutes = request.ClosesAfterIdleMinutes,
        };
        Groups.RemoveAll(group => group.Id == id);
        Groups.Add(saved);
        return Ok(saved, Json.ChatGroupItem);
    }

    private HttpResponseMessage SignOut()
    {
        Me = null;
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage EndSignIn(SignInId id)
    {
        SignIns.RemoveAll(s => s.Id == id);
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Take(ChatId id)
    {
        Put(Chats[id] with { Status = ChatStatus.InService, Agent = MyName, StartedAt = time.GetUtcNow() });
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Close(ChatId id, CloseChatRequest request)
    {
        var chat = Chats[id];
        Put(chat with
        {
            Status = ChatStatus.Closed,
            ClosedAt = time.GetUtcNow(),
            Ticket = chat.Ticket with { Status = request.ResolveTicket ? TicketStatus.Resolved : TicketStatus.InAttendance },
        });
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Send(ChatId id, SendMessageRequest request)
    {
        var known = Messages.Values.FirstOrDefault(m => m.ClientKey == request.ClientKey);
        if (known is not null) return Ok(known, Json.MessageItem);
        var quoted = request.ReplyTo is { } to ? Messages.GetValueOrDefault(to) : null;
        var sent = A.Message(Chats[id], MessageDirection.Outbound, time.GetUtcNow(), request.Text, MyName) with
        {
            ClientKey = request.ClientKey,
            Delivery = DeliveryStatus.Queued,
            Quote = quoted is null ? null : new(quoted.Id, quoted.Direction, quoted.Kind, quoted.Text),
        };
        Put(sent);
        return Ok(sent, Json.MessageItem);
    }

    private HttpResponseMessage Apply(ChatId id, ApplyMacroRequest request)
    {
        var macro = Macros.Single(m => m.Id == request.MacroId);
        var sent = A.Message(Chats[id], MessageDirection.Outbound, time.GetUtcNow(), request.Text ?? macro.Text, MyName) with { ClientKey = request.ClientKey };
        if (!string.IsNullOrEmpty(sent.Text)) Put(sent);
        if (macro.Actions.Any(a => a.Kind is MacroActionKind.CloseChat)) Put(Chats[id] with { Status = ChatStatus.Closed, ClosedAt = time.GetUtcNow() });
        var outcomes = MacroOrder.Of(macro.Actions).Select(a => new MacroOutcome(a, RefusedAction?.Invoke(a)));
        return Ok(new MacroApplied(string.IsNullOrEmpty(sent.Text) ? [] : [sent], [.. outcomes]), Json.MacroApplied);
    }

    private HttpResponseMessage Note(ChatId id, AddNoteRequest request)
    {
        var note = A.Message(Chats[id], MessageDirection.Internal, time.GetUtcNow(), request.Text, MyName) with
        {
            ClientKey = request.ClientKey,
            Kind = MessageKind.Note,
        };
        Put(note);
        return Ok(note, Json.MessageItem);
    }

    private HttpResponseMessage View(ConversationId id)
    {
        var chats = Chats.Values.Where(c => c.ConversationId == id).OrderBy(c => c.WaitingSince).ToList();
        return chats.Count == 0 ? Refusal(404, "conversation.none", "A conversa não existe.")
            : Ok(new ConversationView(ItemOf(chats[^1]), chats, Position), Json.ConversationView);
    }

    private HttpResponseMessage Messages_(ConversationId id, string? cursor, int limit)
    {
        var newestFirst = Messages.Values.Where(m => m.ConversationId == id).OrderByDescending(m => m.At).ThenByDescending(m => m.Id.Value)
            .Skip(int.Parse(cursor ?? "0", null)).ToList();
        var next = newestFirst.Count > limit ? (int.Parse(cursor ?? "0", null) + limit).ToString(null, null) : null;
        return Ok(new Page<MessageItem>([.. newestFirst.Take(limit)], next, Position), Json.PageMessageItem);
    }

    private HttpResponseMessage MarkRead(ConversationId id)
    {
        foreach (var chat in Chats.Values.Where(c => c.ConversationId == id && c.Unread > 0).ToList()) Put(chat with { Unread = 0 });
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage React(MessageId id, string emoji)
    {
        var message = Messages[id];
        var others = message.Reactions.Where(r => r.Agent is null);
        Put(message with { Reactions = [.. others, .. emoji.Length > 0 ? [new ReactionItem(emoji, MyName)] : (ReactionItem[])[]] });
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Missed(long after)
    {
        var missed = Feed.Where(c => c.To > after).ToList();
        return Ok(new Changes(after, Position, false,
            [.. missed.SelectMany(c => c.Chats).Select(c => c.Id).Distinct().Select(id => Chats[id])],
            [.. missed.SelectMany(c => c.Messages).Select(m => m.Id).Distinct().Select(id => Messages[id])],
            [.. missed.SelectMany(c => c.HiddenChats).Distinct()], []), Json.Changes);
    }

    private HttpResponseMessage Card(ContactId id)
    {
        var chats = Chats.Values.Where(c => c.Contact.Id == id).OrderBy(c => c.WaitingSince).ToList();
        if (chats.Count == 0) return Refusal(404, "contact.none", "O contato não existe.");
        var contact = chats[^1].Contact;
        IdentityItem?[] identities =
        [
            contact.Phone is null ? null : new(IdentityKind.Phone, contact.Phone.TrimStart('+'), contact.PhoneText!),
            UserId("BR.1347" + contact.Name.Length * 7919),
            contact.Username is null ? null : new(IdentityKind.Username, contact.Username, contact.Username),
        ];
        return Ok(new ContactCard(id, contact.Name, contact.Phone, contact.Username, [.. identities.OfType<IdentityItem>()], chats[0].WaitingSince,
            [.. chats.GroupBy(c => c.ConversationId).Select(c => ItemOf(c.Last()))]) { PhoneText = contact.PhoneText }, Json.ContactCard);

        static IdentityItem UserId(string value) => new(IdentityKind.UserId, value, value);
    }

    private HttpResponseMessage Search(string words) => Ok(new SearchResult(
        [.. Contacts().Where(c => c.Name.Contains(words, StringComparison.OrdinalIgnoreCase)).Select(c => new ContactHit(c, null))],
        [.. Messages.Values.Where(m => m.Text?.Contains(words, StringComparison.OrdinalIgnoreCase) is true).OrderByDescending(m => m.At)
            .Select(m => new MessageHit(m.Id, m.ConversationId, Chats.Values.First(c => c.ConversationId == m.ConversationId).Contact, m.At, m.Text!))]) { Tickets = Tickets, People = People },
        Json.SearchResult);

    private IEnumerable<ContactItem> Contacts() => Chats.Values.Select(c => c.Contact).DistinctBy(c => c.Id).OrderBy(c => c.Name, StringComparer.CurrentCulture);

    private static ConversationItem ItemOf(ChatItem chat) =>
        new(chat.ConversationId, chat.Contact, chat.Number, chat.WindowEndsAt, chat.Unread, chat.LastMessage?.At ?? chat.WaitingSince);
}
