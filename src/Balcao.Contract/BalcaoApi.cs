using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Balcao.Contract;

/// <summary>
/// The typed client of Balcao's API, used by the screens and open to integrations. The <see cref="HttpClient"/> must have
/// the server as its base address. Outside the browser it must also send <c>Authorization: Bearer</c> with an API token.
/// Every method throws <see cref="ProblemException"/> when the server refuses the request.
/// </summary>
public sealed partial class BalcaoApi(HttpClient http)
{
    private static ContractJson Json => ContractJson.Default;

    // Installation and sign-in

    public Task<InstallationState> GetInstallationAsync(CancellationToken ct = default) =>
        GetAsync("api/installation", Json.InstallationState, ct);

    public Task CompleteFirstRunAsync(FirstRunRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/installation/operator", request, Json.FirstRunRequest, ct);

    public Task SignInAsync(SignInRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/session", request, Json.SignInRequest, ct);

    public Task SignOutAsync(CancellationToken ct = default) => SendAsync(HttpMethod.Delete, "api/session", ct);

    /// <summary>Where the caller is signed in, newest first.</summary>
    public Task<Page<SignInItem>> ListSignInsAsync(CancellationToken ct = default) => GetAsync("api/session/sign-ins", Json.PageSignInItem, ct);

    public Task EndSignInAsync(SignInId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/session/sign-ins/{id}", ct);

    public Task<Me> GetMeAsync(CancellationToken ct = default) => GetAsync("api/me", Json.Me, ct);

    public Task SetAvailabilityAsync(bool isAvailable, CancellationToken ct = default) => SendAsync(
        HttpMethod.Put, "api/me/availability", new SetAvailabilityRequest { IsAvailable = isAvailable }, Json.SetAvailabilityRequest, ct);

    public Task ChangePasswordAsync(ChangePasswordRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, "api/me/password", request, Json.ChangePasswordRequest, ct);

    public Task ChoosePasswordAsync(ChoosePasswordRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/password-choices", request, Json.ChoosePasswordRequest, ct);

    // Agents, tokens, groups, numbers

    public Task<Page<AgentItem>> ListAgentsAsync(CancellationToken ct = default) =>
        GetAsync("api/agents", Json.PageAgentItem, ct);

    public Task<AgentCreated> CreateAgentAsync(CreateAgentRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/agents", request, Json.CreateAgentRequest, Json.AgentCreated, ct);

    public Task ChangeAgentAsync(AgentId id, ChangeAgentRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Patch, $"api/agents/{id}", request, Json.ChangeAgentRequest, ct);

    public Task<PasswordLink> MakePasswordLinkAsync(AgentId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/agents/{id}/password-links", Json.PasswordLink, ct);

    public Task<Page<SignInItem>> ListSignInsOfAsync(AgentId id, CancellationToken ct = default) =>
        GetAsync($"api/agents/{id}/sign-ins", Json.PageSignInItem, ct);

    /// <summary>Signs the person out everywhere at once; they may sign in again.</summary>
    public Task EndSignInsOfAsync(AgentId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/agents/{id}/sign-ins", ct);

    public Task<Page<ApiTokenItem>> ListApiTokensAsync(CancellationToken ct = default) =>
        GetAsync("api/tokens", Json.PageApiTokenItem, ct);

    public Task<ApiTokenCreated> CreateApiTokenAsync(CreateApiTokenRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/tokens", request, Json.CreateApiTokenRequest, Json.ApiTokenCreated, ct);

    public Task RevokeApiTokenAsync(ApiTokenId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Delete, $"api/tokens/{id}", ct);

    public Task<Page<ChatGroupItem>> ListChatGroupsAsync(CancellationToken ct = default) =>
        GetAsync("api/chat-groups", Json.PageChatGroupItem, ct);

    public Task<ChatGroupItem> CreateChatGroupAsync(SaveChatGroupRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/chat-groups", request, Json.SaveChatGroupRequest, Json.ChatGroupItem, ct);

    public Task<ChatGroupItem> SaveChatGroupAsync(ChatGroupId id, SaveChatGroupRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/chat-groups/{id}", request, Json.SaveChatGroupRequest, Json.ChatGroupItem, ct);

    /// <summary>Only a group that serves no number and never had a chat or a ticket.</summary>
    public Task DeleteChatGroupAsync(ChatGroupId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/chat-groups/{id}", ct);

    public Task<Page<NumberItem>> ListNumbersAsync(CancellationToken ct = default) =>
        GetAsync("api/numbers", Json.PageNumberItem, ct);

    public Task LinkGroupAsync(ChannelId id, LinkGroupRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/numbers/{id}/chat-group", request, Json.LinkGroupRequest, ct);

    /// <summary>Messages to the number are then held.</summary>
    public Task UnlinkGroupAsync(ChannelId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/numbers/{id}/chat-group", ct);
    public Task<ServiceHoursView> GetServiceHoursAsync(ChannelId id, CancellationToken ct = default) =>
        GetAsync($"api/numbers/{id}/hours", Json.ServiceHoursView, ct);

    /// <summary>Replaces all hours of the number.</summary>
    public Task<ServiceHoursView> SaveServiceHoursAsync(ChannelId id, ServiceHoursDocument hours, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/numbers/{id}/hours", hours, Json.ServiceHoursDocument, Json.ServiceHoursView, ct);

    /// <summary>Brazil's national holidays of a year, with the optional ones.</summary>
    public Task<Page<HolidayItem>> ListHolidaysAsync(int year, CancellationToken ct = default) =>
        GetAsync($"api/holidays?year={year}", Json.PageHolidayItem, ct);

    public Task<TemplateList> ListTemplatesAsync(CancellationToken ct = default) =>
        GetAsync("api/templates", Json.TemplateList, ct);

    /// <summary>Starts reading the templates of the number's WABA from WhatsApp; returns before it is done.</summary>
    public Task SyncTemplatesAsync(ChannelId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/numbers/{id}/template-syncs", ct);

    // Macros

    /// <summary>The tenant's macros, and those of the caller's groups; an administrator gets all of them.</summary>
    public Task<Page<MacroItem>> ListMacrosAsync(CancellationToken ct = default) => GetAsync("api/macros", Json.PageMacroItem, ct);

    public Task<MacroItem> CreateMacroAsync(SaveMacroRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/macros", request, Json.SaveMacroRequest, Json.MacroItem, ct);

    public Task<MacroItem> SaveMacroAsync(MacroId id, SaveMacroRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/macros/{id}", request, Json.SaveMacroRequest, Json.MacroItem, ct);

    public Task DeleteMacroAsync(MacroId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/macros/{id}", ct);

    /// <summary>The macros that the chat may use, with the chat's values in their texts.</summary>
    public Task<Page<MacroItem>> ListChatMacrosAsync(ChatId id, CancellationToken ct = default) =>
        GetAsync($"api/chats/{id}/macros", Json.PageMacroItem, ct);

    /// <summary>The address of a macro's file.</summary>
    public static string MacroFileUrl(MacroId id, MacroFileId file) => $"api/macros/{id}/files/{file}";

    /// <summary>Sends text and files, then carries out the actions. Nothing is done if the text cannot be sent.</summary>
    public Task<MacroApplied> ApplyMacroAsync(ChatId id, ApplyMacroRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/macro-applications", request, Json.ApplyMacroRequest, Json.MacroApplied, ct);

    // Chats

    /// <param name="status">Null: waiting chats and chats in service.</param>
    /// <param name="mine">True: only the chats in service with the calling agent.</param>
    public Task<Page<ChatItem>> ListChatsAsync(
        ChatStatus? status = null, bool mine = false, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        GetAsync(Url("api/chats", ("status", Camel(status)), ("mine", mine ? "true" : null), ("cursor", cursor), ("limit", limit?.ToString(null, null))), Json.PageChatItem, ct);

    public Task<ChatItem> GetChatAsync(ChatId id, CancellationToken ct = default) =>
        GetAsync($"api/chats/{id}", Json.ChatItem, ct);

    /// <summary>
    /// Takes a waiting chat. If two agents take it at the same time, exactly one succeeds; the other gets <c>chat.taken</c>.
    /// </summary>
    public Task TakeChatAsync(ChatId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/assignment", ct);

    public Task<MessageItem> SendMessageAsync(ChatId id, SendMessageRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/messages", request, Json.SendMessageRequest, Json.MessageItem, ct);

    public Task<MessageItem> AddNoteAsync(ChatId id, AddNoteRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/notes", request, Json.AddNoteRequest, Json.MessageItem, ct);

    public Task CloseChatAsync(ChatId id, CloseChatRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/closure", request, Json.CloseChatRequest, ct);

    public Task TransferChatAsync(ChatId id, TransferChatRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/transfers", request, Json.TransferChatRequest, ct);

    public Task InviteAgentAsync(ChatId id, InviteAgentRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/guests", request, Json.InviteAgentRequest, ct);

    public Task<Page<InvitationItem>> ListInvitationsAsync(CancellationToken ct = default) =>
        GetAsync("api/me/invitations", Json.PageInvitationItem, ct);

    public Task AcceptInvitationAsync(ChatId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/chats/{id}/participation", ct);

    /// <summary>Leaves the chat as a guest or as the agent who serves it, or declines an invitation.</summary>
    public Task LeaveChatAsync(ChatId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Delete, $"api/chats/{id}/participation", ct);

    public Task TakeOverChatAsync(ChatId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/takeovers", ct);

    // Conversations, messages, contacts, tickets

    public Task<ConversationView> GetConversationAsync(ConversationId id, CancellationToken ct = default) =>
        GetAsync($"api/conversations/{id}", Json.ConversationView, ct);

    /// <summary>Newest first; <paramref name="cursor"/> leads to older messages.</summary>
    public Task<Page<MessageItem>> ListMessagesAsync(ConversationId id, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/conversations/{id}/messages", ("cursor", cursor), ("limit", limit?.ToString(null, null))), Json.PageMessageItem, ct);

    public Task MarkReadAsync(ConversationId id, MarkReadRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/conversations/{id}/read-marker", request, Json.MarkReadRequest, ct);

    /// <summary>Tells the customer that somebody is typing (WhatsApp shows it for 25 s). Nothing is stored.</summary>
    public Task ShowTypingAsync(ChatId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/chats/{id}/typing", ct);

    public Task ReactAsync(MessageId id, ReactRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/messages/{id}/reaction", request, Json.ReactRequest, ct);

    /// <summary>Sends a message again that failed or whose outcome is unknown.</summary>
    public Task ResendAsync(MessageId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/messages/{id}/resends", ct);

    /// <summary>Cancels a message that is still queued; later this is refused with <c>message.notCancellable</c>.</summary>
    public Task CancelMessageAsync(MessageId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/messages/{id}/cancellation", ct);

    /// <summary>Fetches a customer's file again after a failure, while WhatsApp keeps it (7 days).</summary>
    public Task FetchMediaAgainAsync(MessageId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/messages/{id}/media-fetches", ct);

    public Task<MessagePlace> FindMessageAsync(string wamid, CancellationToken ct = default) =>
        GetAsync(Url("api/messages", ("wamid", wamid)), Json.MessagePlace, ct);

    /// <summary>
    /// Stores a file for a message that is not written yet; refused with <c>media.*</c> if WhatsApp would not accept it.
    /// </summary>
    /// <param name="sendAs">Null: the MIME type decides.</param>
    public async Task<UploadItem> UploadAsync(Stream content, string fileName, string mimeType, SendAs? sendAs = null, CancellationToken ct = default)
    {
        using var part = new StreamContent(content);
        part.Headers.TryAddWithoutValidation("Content-Type", mimeType);
        using var form = new MultipartFormDataContent { { part, "file", fileName } };
        using var request = new HttpRequestMessage(HttpMethod.Post, UploadUrl(sendAs)) { Content = form };
        return await ReadAsync(await http.SendAsync(request, ct), Json.UploadItem, ct);
    }

    /// <summary>The URL to post a file to, for code that does not use <see cref="UploadAsync"/>.</summary>
    public static string UploadUrl(SendAs? sendAs) => Url("api/uploads", ("as", sendAs?.ToString().ToLowerInvariant()));

    public Task<Page<ContactItem>> ListContactsAsync(string? query = null, string? cursor = null, CancellationToken ct = default) =>
        GetAsync(Url("api/contacts", ("q", query), ("cursor", cursor)), Json.PageContactItem, ct);

    public Task<ContactCard> GetContactAsync(ContactId id, CancellationToken ct = default) =>
        GetAsync($"api/contacts/{id}", Json.ContactCard, ct);

    public Task<SearchResult> SearchAsync(string query, CancellationToken ct = default) =>
        GetAsync(Url("api/search", ("q", query)), Json.SearchResult, ct);

    public Task<TicketView> GetTicketAsync(TicketId id, CancellationToken ct = default) =>
        GetAsync($"api/tickets/{id}", Json.TicketView, ct);

    public Task<TicketList> ListTicketsAsync(TicketFilter? filter = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        GetAsync(Url("api/tickets", [.. TicketsQuery(filter ?? new()), ("cursor", cursor), ("limit", limit?.ToString(null, null))]), Json.TicketList, ct);

    /// <summary>The filter as parts of a query string.</summary>
    public static IReadOnlyList<(string Name, string? Value)> TicketsQuery(TicketFilter filter) =>
    [
        ("status", filter.Status), ("owner", filter.Owner), ("group", filter.Group), ("urgency", filter.Urgency), ("tag", filter.Tag),
        ("contact", filter.Contact), ("category", filter.Category), ("origin", filter.Origin), ("from", filter.From), ("to", filter.To), ("zone", filter.Zone),
        ("field", filter.Field), ("q", filter.Q), ("order", filter.Order),
    ];

    /// <summary>The URL of the same tickets as a CSV file. A link sends no header, so that the language is in it.</summary>
    public static string TicketsFileUrl(TicketFilter filter) => Url("api/tickets.csv", [.. TicketsQuery(filter), Language]);

    /// <summary>One change for many tickets: each is carried out or refused by itself.</summary>
    public Task<TicketsChanged> ChangeTicketsAsync(ChangeTicketsRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/tickets/changes", request, Json.ChangeTicketsRequest, Json.TicketsChanged, ct);

    /// <summary>The caller's own views of the list of tickets, and the shared ones.</summary>
    public Task<Page<SavedViewItem>> ListSavedViewsAsync(CancellationToken ct = default) => GetAsync("api/ticket-views", Json.PageSavedViewItem, ct);

    public Task<SavedViewItem> CreateSavedViewAsync(CreateSavedViewRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/ticket-views", request, Json.CreateSavedViewRequest, Json.SavedViewItem, ct);

    public Task<SavedViewItem> ChangeSavedViewAsync(SavedViewId id, ChangeSavedViewRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/ticket-views/{id}", request, Json.ChangeSavedViewRequest, Json.SavedViewItem, ct);

    public Task DeleteSavedViewAsync(SavedViewId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/ticket-views/{id}", ct);

    public Task ChooseDefaultViewAsync(SavedViewId? id, CancellationToken ct = default) => SendAsync(
        HttpMethod.Put, "api/me/default-ticket-view", new ChooseDefaultViewRequest { ViewId = id }, Json.ChooseDefaultViewRequest, ct);

    public Task<TicketView> ChangeTicketStatusAsync(TicketId id, ChangeTicketStatusRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/tickets/{id}/status", request, Json.ChangeTicketStatusRequest, Json.TicketView, ct);

    public Task<TicketView> AssignTicketAsync(TicketId id, AssignTicketRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/tickets/{id}/owner", request, Json.AssignTicketRequest, Json.TicketView, ct);

    /// <summary>The members of the group see the contact's whole history from then on.</summary>
    public Task<TicketView> MoveTicketAsync(TicketId id, MoveTicketRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/tickets/{id}/group", request, Json.MoveTicketRequest, Json.TicketView, ct);

    public Task<TicketView> EditTicketAsync(TicketId id, EditTicketRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Patch, $"api/tickets/{id}", request, Json.EditTicketRequest, Json.TicketView, ct);

    public Task<TicketView> CategorizeTicketAsync(TicketId id, CategorizeTicketRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/tickets/{id}/category", request, Json.CategorizeTicketRequest, Json.TicketView, ct);

    public Task<TicketView> SetTicketFieldAsync(TicketId id, TicketFieldId field, SetTicketFieldRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/tickets/{id}/fields/{field}", request, Json.SetTicketFieldRequest, Json.TicketView, ct);

    /// <summary>Merges another ticket of the same contact into this one; the other is closed for good.</summary>
    public Task<TicketView> MergeTicketsAsync(TicketId id, MergeTicketsRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/tickets/{id}/merges", request, Json.MergeTicketsRequest, Json.TicketView, ct);

    /// <summary>Links the ticket to another one that the caller sees, by its number.</summary>
    public Task<TicketView> LinkTicketAsync(TicketId id, long protocol, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/tickets/{id}/links/{protocol}", Json.TicketView, ct);

    public Task<TicketView> UnlinkTicketAsync(TicketId id, long protocol, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Delete, $"api/tickets/{id}/links/{protocol}", Json.TicketView, ct);

    public Task<TicketTargetList> ListTicketTargetsAsync(CancellationToken ct = default) => GetAsync("api/ticket-targets", Json.TicketTargetList, ct);

    public Task<TicketTargetList> SaveTicketTargetsAsync(TicketTargetList targets, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, "api/ticket-targets", targets, Json.TicketTargetList, Json.TicketTargetList, ct);

    public Task<Page<TicketCategoryItem>> ListTicketCategoriesAsync(CancellationToken ct = default) =>
        GetAsync("api/ticket-categories", Json.PageTicketCategoryItem, ct);

    public Task<TicketCategoryItem> CreateTicketCategoryAsync(SaveTicketCategoryRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/ticket-categories", request, Json.SaveTicketCategoryRequest, Json.TicketCategoryItem, ct);

    public Task<TicketCategoryItem> SaveTicketCategoryAsync(TicketCategoryId id, SaveTicketCategoryRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/ticket-categories/{id}", request, Json.SaveTicketCategoryRequest, Json.TicketCategoryItem, ct);

    public Task<Page<TicketFieldItem>> ListTicketFieldsAsync(CancellationToken ct = default) =>
        GetAsync("api/ticket-fields", Json.PageTicketFieldItem, ct);

    public Task<TicketFieldItem> CreateTicketFieldAsync(CreateTicketFieldRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/ticket-fields", request, Json.CreateTicketFieldRequest, Json.TicketFieldItem, ct);

    public Task<TicketFieldItem> ChangeTicketFieldAsync(TicketFieldId id, ChangeTicketFieldRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/ticket-fields/{id}", request, Json.ChangeTicketFieldRequest, Json.TicketFieldItem, ct);

    public Task AddTicketNoteAsync(TicketId id, AddTicketNoteRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/tickets/{id}/notes", request, Json.AddTicketNoteRequest, ct);

    /// <summary>Sends a public answer in the conversation that the ticket came from; opens no chat.</summary>
    public Task<MessageItem> AnswerTicketAsync(TicketId id, AnswerTicketRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/tickets/{id}/answers", request, Json.AnswerTicketRequest, Json.MessageItem, ct);

    /// <summary>Starts a chat on the ticket, in service with the caller.</summary>
    public Task<ChatItem> StartChatAsync(TicketId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/tickets/{id}/chats", Json.ChatItem, ct);

    /// <summary>The ticket's messages outside its chats, oldest first.</summary>
    public Task<Page<MessageItem>> ListTicketMessagesAsync(TicketId id, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/tickets/{id}/messages", ("cursor", cursor), ("limit", limit?.ToString(null, null))), Json.PageMessageItem, ct);

    /// <summary>What happened to the ticket, oldest first.</summary>
    public Task<Page<TicketActionItem>> ListTicketActionsAsync(TicketId id, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/tickets/{id}/actions", ("cursor", cursor), ("limit", limit?.ToString(null, null))), Json.PageTicketActionItem, ct);

    /// <summary>The messages of a chat of the ticket, oldest first: its transcript, once the chat is closed.</summary>
    public Task<Page<MessageItem>> GetTranscriptAsync(TicketId id, ChatId chat, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/tickets/{id}/transcripts/{chat}", ("cursor", cursor), ("limit", limit?.ToString(null, null))), Json.PageMessageItem, ct);

    /// <summary>What changed after that number, as the hub would have told.</summary>
    public Task<Changes> GetChangesAsync(long after, CancellationToken ct = default) =>
        GetAsync(Url("api/changes", ("after", after.ToString(null, null))), Json.Changes, ct);

    // The audit trail

    /// <summary>Newest first.</summary>
    public Task<Page<AuditItem>> ListAuditAsync(AuditFilter filter, string? cursor = null, CancellationToken ct = default) =>
        GetAsync(AuditUrl("api/audit", filter, ("cursor", cursor)), Json.PageAuditItem, ct);

    /// <summary>What operators did, and what concerns no tenant.</summary>
    public Task<Page<AuditItem>> ListAuditOfOperatorsAsync(AuditFilter filter, string? cursor = null, CancellationToken ct = default) =>
        GetAsync(AuditUrl("api/back-office/audit", filter, ("cursor", cursor)), Json.PageAuditItem, ct);

    /// <summary>The URL of the same entries as a CSV file.</summary>
    public static string AuditFileUrl(AuditFilter filter, bool ofOperators = false) =>
        AuditUrl(ofOperators ? "api/back-office/audit.csv" : "api/audit.csv", filter, Language);

    private static string AuditUrl(string path, AuditFilter filter, (string Name, string? Value) last) => Url(path,
        ("person", filter.Person?.ToString()), ("kind", filter.Kind?.ToString()), ("subject", filter.Subject),
        ("from", filter.From?.ToString("O", null)), ("to", filter.To?.ToString("O", null)), last);

    private static (string Name, string? Value) Language => ("language", System.Globalization.CultureInfo.CurrentUICulture.Name);

    // The back office

    public Task<Page<TenantItem>> ListTenantsAsync(CancellationToken ct = default) =>
        GetAsync("api/back-office/tenants", Json.PageTenantItem, ct);

    public Task<TenantCreated> CreateTenantAsync(CreateTenantRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/back-office/tenants", request, Json.CreateTenantRequest, Json.TenantCreated, ct);

    public Task<Page<OperatorItem>> ListOperatorsAsync(CancellationToken ct = default) =>
        GetAsync("api/back-office/operators", Json.PageOperatorItem, ct);

    public Task<Page<SignInItem>> ListSignInsOfOperatorAsync(PersonId id, CancellationToken ct = default) =>
        GetAsync($"api/back-office/operators/{id}/sign-ins", Json.PageSignInItem, ct);

    public Task EndSignInsOfOperatorAsync(PersonId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Delete, $"api/back-office/operators/{id}/sign-ins", ct);

    public Task<Page<NumberItem>> ListTenantNumbersAsync(TenantId id, CancellationToken ct = default) =>
        GetAsync($"api/back-office/tenants/{id}/numbers", Json.PageNumberItem, ct);

    public Task<Page<StoppedNumber>> ListStoppedNumbersAsync(CancellationToken ct = default) =>
        GetAsync("api/back-office/stopped-numbers", Json.PageStoppedNumber, ct);

    public Task<NumberItem> ReleaseNumberAsync(ReleaseNumberRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/back-office/numbers", request, Json.ReleaseNumberRequest, Json.NumberItem, ct);

    public Task ReplaceAccessTokenAsync(ChannelId id, ReplaceAccessTokenRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/back-office/numbers/{id}/access-token", request, Json.ReplaceAccessTokenRequest, ct);

    public Task<Page<UnknownNumberItem>> ListUnknownNumbersAsync(CancellationToken ct = default) =>
        GetAsync("api/back-office/unknown-numbers", Json.PageUnknownNumberItem, ct);

    public Task<Page<SetAsideItem>> ListSetAsideAsync(CancellationToken ct = default) =>
        GetAsync("api/back-office/set-aside", Json.PageSetAsideItem, ct);

    public Task RetrySetAsideAsync(Guid id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/back-office/set-aside/{id}/retries", ct);

    // Requests and responses

    private async Task<T> GetAsync<T>(string url, JsonTypeInfo<T> type, CancellationToken ct) =>
        await ReadAsync(await http.GetAsync(url, ct), type, ct);

    private async Task SendAsync(HttpMethod method, string url, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url);
        using var response = await http.SendAsync(request, ct);
        await ThrowOnProblemAsync(response, ct);
    }

    private async Task<TReply> SendAsync<TReply>(HttpMethod method, string url, JsonTypeInfo<TReply> reply, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url);
        return await ReadAsync(await http.SendAsync(request, ct), reply, ct);
    }

    private async Task SendAsync<T>(HttpMethod method, string url, T body, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url) { Content = JsonContent.Create(body, type) };
        using var response = await http.SendAsync(request, ct);
        await ThrowOnProblemAsync(response, ct);
    }

    private async Task<TReply> SendAsync<T, TReply>(
        HttpMethod method, string url, T body, JsonTypeInfo<T> type, JsonTypeInfo<TReply> reply, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url) { Content = JsonContent.Create(body, type) };
        return await ReadAsync(await http.SendAsync(request, ct), reply, ct);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using (response)
        {
            await ThrowOnProblemAsync(response, ct);
            return (await response.Content.ReadFromJsonAsync(type, ct))!;
        }
    }

    private static async Task ThrowOnProblemAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode) return;
        var problem = response.Content.Headers.ContentType?.MediaType is "application/problem+json"
            ? await response.Content.ReadFromJsonAsync(Json.Problem, ct)
            : null;
        var status = (int)response.StatusCode;
        throw new ProblemException(problem is { Code.Length: > 0 }
            ? problem
            : new Problem($"http.{status}", response.ReasonPhrase ?? "", status));
    }

    private static string? Camel(ChatStatus? status) => status switch
    {
        ChatStatus.Waiting => "waiting",
        ChatStatus.InService => "inService",
        ChatStatus.Closed => "closed",
        _ => null,
    };

    private static string Url(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var url = path;
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (string.IsNullOrEmpty(value)) continue;
            url += $"{separator}{name}={Uri.EscapeDataString(value)}";
            separator = '&';
        }
        return url;
    }
}
