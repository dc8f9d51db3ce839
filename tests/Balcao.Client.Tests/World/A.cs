using Balcao.Contract;

namespace Balcao.Client.Tests.World;

/// <summary>Example data: Ana and Bruno serve, Clara administers, Dona Lúcia is a customer.</summary>
public static class A
{
    /// <summary>Sunday, 22 November 2026, 14:00 in São Paulo.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 17, 0, 0, TimeSpan.Zero);

    public static AgentName Ana { get; } = new(new AgentId(new Guid("01900000-0000-7000-8000-00000000000a")), "Ana Ribeiro");

    public static AgentName Bruno { get; } = new(new AgentId(new Guid("01900000-0000-7000-8000-00000000000b")), "Bruno Costa");

    public static AgentName Clara { get; } = new(new AgentId(new Guid("01900000-0000-7000-8000-00000000000c")), "Clara Nunes");

    public static TenantItem Padaria { get; } = new(new TenantId(new Guid("01900000-0000-7000-8000-000000000001")), "Padaria Estrela", "America/Sao_Paulo", false);

    public static NumberName Number { get; } = new(new ChannelId(new Guid("01900000-0000-7000-8000-000000000002")), "+55 11 4000-0500");

    public static GroupName Encomendas { get; } = new(new ChatGroupId(new Guid("01900000-0000-7000-8000-000000000003")), "Encomendas");

    public static Me Me(AgentName who, Role role = Role.Agent, bool supervises = false) => new(
        new PersonId(who.Id.Value), who.Id, who.Name, who.Name.Split(' ')[0].ToLowerInvariant() + "@padaria.exemplo", role, Padaria,
        role == Role.Administrator ? Permission.OfTenants : [Permission.Read, Permission.ServeChats], true,
        [new(Encomendas.Id, Encomendas.Name, true, supervises)]);

    public static ContactItem Contact(string name, string? phone = "+5511999990001", string? username = null, DateTimeOffset? at = null) =>
        new(ContactId.New(at ?? Now), name, phone, username) { PhoneText = phone is null ? null : $"{phone[..3]} {phone[3..5]} {phone[5..^4]}-{phone[^4..]}" };

    public static ChatItem Chat(
        string contact = "Dona Lúcia", ChatStatus status = ChatStatus.Waiting, AgentName? agent = null,
        TimeSpan? waited = null, ConversationId? conversation = null, long protocol = 1042, int unread = 0)
    {
        var since = Now - (waited ?? TimeSpan.FromMinutes(2));
        return new(
            ChatId.New(since), conversation ?? ConversationId.New(since), Contact(contact, at: since), Number, Encomendas,
            ChatOrigin.WhatsApp, status, agent, new(TicketId.New(since), protocol, TicketStatus.InAttendance), since,
            status == ChatStatus.Waiting ? null : since.AddMinutes(1), status == ChatStatus.Closed ? since.AddMinutes(20) : null,
            null, unread, since.AddHours(24));
    }

    public static MessageItem Message(ChatItem chat, MessageDirection direction, DateTimeOffset at, string? text, AgentName? author = null) => new(
        MessageId.New(at), chat.ConversationId, chat.Id, direction, MessageKind.Text, at, text, author,
        direction == MessageDirection.Outbound ? DeliveryStatus.Read : DeliveryStatus.None, null, null, null, null, [], null, null, [], null, null);
}
