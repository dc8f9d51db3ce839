using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Balcao.Contract;

namespace Balcao.Client.Tests.World;

/// <summary>The API's answers about one ticket, and the changes that were asked for.</summary>
public sealed class FakeTickets
{
    private static ContractJson Json => ContractJson.Default;

    public FakeTickets(FakeBalcao server) => server.Instead = Answer;

    public TicketView Ticket { get; set; } = new(
        TicketId.New(A.Now), 1042, TicketStatus.InAttendance, "Bolo de aniversário", A.Contact("Dona Lúcia"), ConversationId.New(A.Now), A.Now.AddHours(-1), null)
    {
        Version = 3, Group = A.Encomendas, Owner = A.Ana, Urgency = TicketUrgency.Normal, Tags = ["bolo"], ChangedAt = A.Now, WindowEndsAt = A.Now.AddHours(3),
    };

    public List<TicketItem> Listed { get; } = [];

    public List<SavedViewItem> Views { get; } = [];

    /// <summary>Refused when many are changed.</summary>
    public List<TicketId> RefusedOfMany { get; } = [];

    public List<TicketActionItem> Actions { get; } = [];

    public List<MessageItem> Messages { get; } = [];

    public GroupName Other { get; } = new(ChatGroupId.New(A.Now), "Financeiro");

    /// <summary>Method, path with query, body.</summary>
    public List<(string Method, string Path, string Body)> Asked { get; } = [];

    /// <summary>How many of the next notes are lost on their way.</summary>
    public int NotesToLose { get; set; }

    public IEnumerable<(string Method, string Path, string Body)> Written => Asked.Where(asked => asked.Method is not "GET");

    private HttpResponseMessage? Answer(HttpRequestMessage request)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (path == "/api/chat-groups") return Ok(new Page<ChatGroupItem>([.. ((GroupName[])[A.Encomendas, Other]).Select(g => new ChatGroupItem(g.Id, g.Name, g.Name, true, []))], null, 0), Json.PageChatGroupItem);
        if (path == "/api/agents") return Ok(new Page<AgentItem>([.. ((AgentName[])[A.Ana, A.Bruno]).Select(a => new AgentItem(a.Id, a.Name, "x@padaria.exemplo", Role.Agent, true, Presence.Available))], null, 0), Json.PageAgentItem);
        if (path == "/api/ticket-categories") return Ok(new Page<TicketCategoryItem>([], null, 0), Json.PageTicketCategoryItem);
        if (path == "/api/ticket-fields") return Ok(new Page<TicketFieldItem>([], null, 0), Json.PageTicketFieldItem);
        if (path == "/api/ticket-views" && request.Method == HttpMethod.Get) return Ok(new Page<SavedViewItem>(Views, null, 0), Json.PageSavedViewItem);
        if (!path.StartsWith("/api/ticket", StringComparison.Ordinal) && path != "/api/me/default-ticket-view") return null;
        using var body = request.Content is null ? TextReader.Null : new StreamReader(request.Content.ReadAsStream());
        Asked.Add((request.Method.Method, path, body.ReadToEnd()));
        return request.RequestUri.AbsolutePath.Split('/')[2..] switch
        {
            ["ticket-views"] => Ok(new SavedViewItem(SavedViewId.New(A.Now), "Nova", new(), false, false), Json.SavedViewItem),
            ["ticket-views", _] or ["me", _] => new(HttpStatusCode.NoContent),
            ["tickets", "changes"] => Ok(new TicketsChanged([.. Listed.Select(t => ResultOf(t.Id))]), Json.TicketsChanged),
            ["tickets"] => Ok(ListOf(PageOf(Listed, request)), Json.TicketList),
            [_, _, "actions"] => Ok(PageOf(Actions, request), Json.PageTicketActionItem),
            [_, _, "messages"] => Ok(new Page<MessageItem>(Messages, null, 0), Json.PageMessageItem),
            [_, _, "notes"] when NotesToLose-- > 0 => throw new HttpRequestException("lost"),
            [_, _, "notes"] => new(HttpStatusCode.NoContent),
            _ => Ok(Ticket, Json.TicketView),
        };
    }

    private TicketList ListOf(Page<TicketItem> page) => new(page.Items, page.Next, 0, Listed.Count);

    private static Page<T> PageOf<T>(List<T> all, HttpRequestMessage request)
    {
        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var (from, limit) = (int.Parse(query["cursor"] ?? "0", null), int.Parse(query["limit"] ?? "50", null));
        return new([.. all.Skip(from).Take(limit)], from + limit < all.Count ? (from + limit).ToString(null, null) : null, 0);
    }

    private TicketChangeResult ResultOf(TicketId id) =>
        new(id, RefusedOfMany.Contains(id) ? new Problem("ticket.final", "Este ticket está encerrado ou cancelado e não muda mais.", 409) : null);

    private static HttpResponseMessage Ok<T>(T body, JsonTypeInfo<T> type) =>
        new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(body, type), null, "application/json") };
}
