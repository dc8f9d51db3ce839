using System.Text.Json;
using Balcao.Channels.WhatsApp.Sending;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Tickets;
using Balcao.WhatsApp;

namespace Balcao.Demo.World;

/// <summary>
/// Turns stories into the rows that the product would have written. The product's own code creates them, with the times
/// of the story instead of the server's clock.
/// </summary>
/// <param name="contracts">What messages cost.</param>
internal sealed class Chronicle(IReadOnlyDictionary<ChannelId, ContractFacts> contracts) : IRowSink
{
    /// <summary>A resolved ticket is closed if the customer does not write again within this time.</summary>
    private static readonly TimeSpan TicketsStayResolved = TimeSpan.FromDays(3);

    private readonly Dictionary<(Company, Customer), Contact> _contacts = [];
    private readonly Dictionary<(CompanyNumber, Customer), (ConversationState State, Contact Contact)> _states = [];
    private readonly Dictionary<Contact, HashSet<ChatGroupId>> _audiences = [];
    /// <summary>The product's code requires a feed; its entries are dropped, because no screen is open yet.</summary>
    private readonly Feed _unusedFeed = new(TimeProvider.System);
    private readonly HashSet<TicketId> _described = [];
    private int _turn;

    public List<object> Rows { get; } = [];

    /// <summary>In the order in which they were opened; their protocols are not assigned yet.</summary>
    public List<Ticket> Tickets { get; } = [];

    public void Add(object row)
    {
        // Messages of the past must not be sent.
        if (row is OutboxItem) return;
        if (row is Ticket ticket) Tickets.Add(ticket);
        if (row is Message { Source: MessageSource.Automatic } said) Deliver(said);
        Rows.Add(row);
    }

    /// <summary>A chat that started at this time and is closed, with its ticket resolved.</summary>
    public void TellClosed(Customer customer, CompanyNumber number, Team team, Employee agent, Story story, DateTimeOffset start)
    {
        var times = Schedule(story, _turn);
        Tell(customer, number, team, agent, story, [.. times.Select(offset => start + offset)], isOver: true);
    }

    /// <summary>A chat that is waiting or in service.</summary>
    public void TellOpen(OpenChat open, DateTimeOffset now)
    {
        var times = Schedule(open.Story, _turn);
        var start = now - open.LastLineAgo - times[^1];
        Tell(open.Customer, open.Number, open.Team, open.Agent, open.Story, [.. times.Select(offset => start + offset)], isOver: false);
    }

    /// <summary>A message outside the number's hours: it becomes a ticket, and the group's text answers it.</summary>
    public void TellNight(NightMessage night, CompanyNumber number, Team team, DateTimeOffset start, Hours hours)
    {
        var (state, contact) = StateOf(night.Customer, number, start);
        var facts = new ChannelFacts(number.Company.Id, number.Id, team.Id, 0)
        {
            Hours = hours, HasWindow = true, Contract = contracts[number.Id], OutsideHoursText = TeamTexts.GroupOf(team).OutsideHoursText,
            Names = new ChannelNames(number.Company.Name, team.DisplayName, number.Display),
        };
        foreach (var (place, line) in night.Lines.Index())
        {
            var at = start + TimeSpan.FromSeconds(40 * place);
            ReceiveMessage.Into(this, _unusedFeed, facts, state, contact, new ReceivedMessage(new ReceivedContent(MessageKind.Text, line, null), at) { Wamid = NewWamid(at) }, at);
        }
    }

    /// <summary>Some tickets that are not simply resolved: two wait for something, one was cancelled.</summary>
    public void TellOthers(DateTimeOffset now)
    {
        Change(Cases.Garantia, TicketStatus.Waiting, "Peça pedida à fábrica", now.AddHours(-3));
        Change(Cases.Cobranca, TicketStatus.Waiting, "Confirmação do estorno pelo banco", now.AddHours(-2));
        Change(Cases.Vendas, TicketStatus.Cancelled, null, now.AddHours(-4));
    }

    /// <summary>The newest resolved ticket about this, changed by its owner.</summary>
    private void Change(CaseKind about, TicketStatus status, string? reason, DateTimeOffset at)
    {
        if (Tickets.Where(t => t.Status is TicketStatus.Resolved && t.CategoryId == about.Id).MaxBy(t => t.ResolvedAt) is { } ticket)
            Change(ticket, status, reason, at);
    }

    private void Change(Ticket ticket, TicketStatus status, string? reason, DateTimeOffset at)
    {
        var changes = new List<TicketChange> { new("status", NameOf(ticket.Status), NameOf(status)) };
        if (reason is not null) changes.Add(new TicketChange("reason", null, reason));
        if (ticket.ChangeTo(status, reason, at) is { } refusal) throw new InvalidOperationException(refusal.Code);
        Rows.Add(ticket.ActionOf(status is TicketStatus.Cancelled ? TicketActionKind.StatusChanged : TicketActionKind.Reopened, at, ticket.OwnerId, null, changes));

        static string NameOf(TicketStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
    }

    private static void Deliver(Message message)
    {
        message.Wamid = NewWamid(message.At);
        message.Advance(DeliveryStatus.Sent, message.At + TimeSpan.FromSeconds(1));
        message.Advance(DeliveryStatus.Delivered, message.At + TimeSpan.FromSeconds(2));
    }

    private void Tell(Customer customer, CompanyNumber number, Team team, Employee? agent, Story story, IReadOnlyList<DateTimeOffset> times, bool isOver)
    {
        var wording = new Wording(customer, agent, _turn++);
        var (state, contact) = StateOf(customer, number, times[0]);
        if (state.NewestTicket is { ResolvedAt: { } resolved } old && times[0] - resolved > TicketsStayResolved) old.Close();

        List<Message> said = [];
        foreach (var (line, at) in story.Lines.Zip(times))
        {
            var isOurs = line.From is not MessageDirection.Inbound;
            if (isOurs && state.OpenChat is { Status: ChatStatus.Waiting } waiting)
            {
                waiting.Take(agent!.Id, at - TimeSpan.FromSeconds(20));
                state.NewestTicket!.Attend(agent!.Id, at - TimeSpan.FromSeconds(20));
            }
            var quoted = line.QuotesBack is { } back ? said[^back] : null;
            var text = (line.EditedFrom ?? line.Text) is { } told ? wording.Fill(told, isOurs, Local(at)) : null;
            var message = isOurs
                ? Say(state, line, text, quoted, agent!, at)
                : ReceiveMessage.Into(this, _unusedFeed, new ChannelFacts(number.Company.Id, number.Id, team.Id, 0) { Contract = contracts[number.Id] }, state, contact, new ReceivedMessage(new ReceivedContent(line.Kind, text, line.Content), at)
                {
                    Wamid = NewWamid(at), QuotedWamid = quoted?.Wamid, QuotedId = quoted?.Id,
                }, at);
            said.Add(message);
            if (line.EditedFrom is not null)
                Rows.AddRange(message.Edit([], NewWamid(at), wording.Fill(line.Text!, isOurs, Local(at)), at + TimeSpan.FromSeconds(25), at));
            if (line.IsRevoked) message.Revoke(at + TimeSpan.FromSeconds(12));
            File(line, message, isOver);
            React(line, message, agent, at);
            if (isOurs) state.Conversation.Unread = 0;
        }
        if (state.NewestTicket is { } about)
            Rows.AddRange(Cases.Describe(about, story, wording.Fill("{pedido}", isOurs: false, Local(times[0])), isNew: _described.Add(about.Id)));
        if (isOver) End(state, agent!, times[^1] + TimeSpan.FromSeconds(75));
    }

    /// <summary>A note, or an answer with its final delivery status.</summary>
    private Message Say(ConversationState state, Line line, string? text, Message? quoted, Employee agent, DateTimeOffset at)
    {
        var conversation = state.Conversation;
        var message = new Message
        {
            TenantId = conversation.TenantId, Id = MessageId.New(at), ConversationId = conversation.Id, ChannelId = conversation.ChannelId,
            ChatId = state.OpenChat!.Id, Direction = line.From, Kind = line.Kind, At = at, StoredAt = at, Text = text, AuthorId = agent.Id,
            Wamid = line.From is MessageDirection.Internal ? null : NewWamid(at), ClientKey = Uuid7.New(at).ToString("N"),
            QuotedWamid = quoted?.Wamid, QuotedId = quoted?.Id, Content = line.Content?.ToJson(),
        };
        if (line.From is MessageDirection.Internal)
        {
            RecordMessage.Into(this, _unusedFeed, conversation, message);
            return message;
        }
        state.NewestTicket!.Answered(at);
        OutgoingMessage.Into(this, _unusedFeed, contracts[message.ChannelId], message, media: null, conversation.ContactId);
        conversation.Added(message);
        Send(line, message);
        return message;
    }

    private void End(ConversationState state, Employee agent, DateTimeOffset at)
    {
        var chat = state.OpenChat!;
        chat.Close(agent.Id, at);
        (state.OpenChat, state.Conversation.Unread) = (null, 0);
        TicketAfterChat.Into(this, state.NewestTicket!, chat.Id, resolves: true, at, agent.Id);
    }

    private void Send(Line line, Message message)
    {
        message.Advance(DeliveryStatus.Sent, message.At + TimeSpan.FromSeconds(1));
        if (line.Failure is { } failure)
        {
            var failedAt = message.At + TimeSpan.FromSeconds(3);
            message.Fail(SendFailures.CodeFor(failure), failure, failedAt);
            Rows.Add(contracts[message.ChannelId].Reverse([.. Rows.OfType<UsageEntry>().Where(entry => entry.MessageId == message.Id)], failedAt, failedAt)!);
            return;
        }
        message.Advance(DeliveryStatus.Delivered, message.At + TimeSpan.FromSeconds(2));
        if (line.Stops is not DeliveryStatus.Delivered) message.Advance(DeliveryStatus.Read, message.At + TimeSpan.FromSeconds(9));
    }

    private void File(Line line, Message message, bool isOver)
    {
        if (line.File is not { } file) return;
        Rows.Add(new MessageMedia
        {
            TenantId = message.TenantId, MessageId = message.Id, State = MediaState.Stored, MimeType = file.MimeType,
            // WhatsApp reports a file name only for documents.
            FileName = line.Kind is MessageKind.Document ? file.FileName : null, Sha256 = file.Sha256, Size = file.Bytes.Length,
        });
        // Thumbnails, durations and waveforms only for open chats, which are looked at first; others show the file itself.
        if (!isOver && line.Kind is (MessageKind.Image or MessageKind.Voice))
            Rows.Add(Job.New(JobKinds.CopyMedia, message.TenantId, message.Id.Value, message.At));
    }

    private void React(Line line, Message message, Employee? agent, DateTimeOffset at)
    {
        if (line.Reaction is not { } emoji) return;
        var isOurs = message.Direction is MessageDirection.Inbound;
        Rows.Add(new MessageReaction
        {
            TenantId = message.TenantId, MessageId = message.Id, IsOurs = isOurs, Emoji = emoji, At = at + TimeSpan.FromSeconds(25),
            AgentId = isOurs ? agent!.Id : null,
        });
    }

    private (ConversationState State, Contact Contact) StateOf(Customer customer, CompanyNumber number, DateTimeOffset at)
    {
        if (_states.TryGetValue((number, customer), out var known)) return known;
        var contact = ContactOf(customer, number.Company, at);
        var conversation = new Conversation
        {
            TenantId = number.Company.Id, Id = ConversationId.New(at), ChannelId = number.Id, ContactId = contact.Id, LastActivityAt = at,
        };
        Rows.Add(conversation);
        if (!_audiences.TryGetValue(contact, out var audience)) _audiences[contact] = audience = [];
        return _states[(number, customer)] = (new ConversationState(conversation, audience), contact);
    }

    private Contact ContactOf(Customer customer, Company company, DateTimeOffset at)
    {
        if (_contacts.TryGetValue((company, customer), out var known)) return known;
        var contact = new Contact
        {
            TenantId = company.Id, Id = ContactId.New(at), Name = customer.Name, Phone = customer.WaId, UserId = customer.UserId,
            Username = customer.Username, CreatedAt = at,
        };
        Rows.Add(contact);
        if (PhoneNumberFolding.Fold(customer.WaId) is { } phone) Identify(IdentityKind.Phone, phone);
        if (customer.UserId is { } userId) Identify(IdentityKind.UserId, userId);
        return _contacts[(company, customer)] = contact;

        void Identify(IdentityKind kind, string value) =>
            Rows.Add(new ContactIdentity { TenantId = company.Id, Kind = kind, Value = value, ContactId = contact.Id });
    }

    private static DateTimeOffset Local(DateTimeOffset at) => at.ToOffset(Shop.Offset);

    private static string NewWamid(DateTimeOffset at) => "wamid." + Convert.ToBase64String([.. Uuid7.New(at).ToByteArray(), .. "balcao demo world"u8]);

    /// <summary>
    /// The time of each line after the first one, with pauses for reading and typing. Whole seconds, like WhatsApp's
    /// timestamps.
    /// </summary>
    private static List<TimeSpan> Schedule(Story story, int turn)
    {
        var times = new List<TimeSpan> { TimeSpan.Zero };
        var isServed = false;
        foreach (var (place, line) in story.Lines.Index().Skip(1))
        {
            var isOurs = line.From is not MessageDirection.Inbound;
            // Varies from line to line, but is the same in every demo.
            var spread = (turn * 7 + place * 13) % 41;
            var pause = line.After
                ?? (isOurs && !isServed ? TimeSpan.FromSeconds(70 + spread * 9) : isOurs ? TimeSpan.FromSeconds(30 + spread * 2) : TimeSpan.FromSeconds(14 + spread));
            isServed |= isOurs;
            times.Add(times[^1] + pause);
        }
        return times;
    }
}
