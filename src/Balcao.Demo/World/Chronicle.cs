using Balcao.Channels.WhatsApp.Sending;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Tickets;
using Balcao.WhatsApp;

namespace Balcao.Demo.World;

/// <summary>
/// Writes stories down as the rows the product would have made of them: the same types decide, in the same order, only
/// that the clock is the story's.
/// </summary>
internal sealed class Chronicle
{
    /// <summary>A resolved ticket that nobody came back to within this time is done with.</summary>
    private static readonly TimeSpan TicketsStayResolved = TimeSpan.FromDays(3);

    private readonly Dictionary<(Company, Customer), Contact> _contacts = [];
    private readonly Dictionary<(CompanyNumber, Customer), Talk> _talks = [];
    private readonly HashSet<(Contact, Team)> _audiences = [];
    private int _turn;

    public List<object> Rows { get; } = [];

    /// <summary>In the order in which they were opened; protocols are still to be given.</summary>
    public List<Ticket> Tickets { get; } = [];

    /// <summary>A conversation and where it stands.</summary>
    private sealed record Talk(Conversation Conversation, Contact Contact)
    {
        public Ticket? NewestTicket { get; set; }
    }

    /// <summary>A chat that began then and is over, its ticket resolved.</summary>
    public void TellClosed(Customer customer, CompanyNumber number, Team team, Employee agent, Story story, DateTimeOffset start)
    {
        var times = Schedule(story, _turn);
        Tell(customer, number, team, agent, story, [.. times.Select(offset => start + offset)], isOver: true);
    }

    /// <summary>A chat that still waits or is being served.</summary>
    public void TellOpen(OpenChat open, DateTimeOffset now)
    {
        var times = Schedule(open.Story, _turn);
        var start = now - open.LastLineAgo - times[^1];
        Tell(open.Customer, open.Number, open.Team, open.Agent, open.Story, [.. times.Select(offset => start + offset)], isOver: false);
    }

    private void Tell(Customer customer, CompanyNumber number, Team team, Employee? agent, Story story, IReadOnlyList<DateTimeOffset> times, bool isOver)
    {
        var wording = new Wording(customer, agent, _turn++);
        var talk = TalkOf(customer, number, times[0]);
        var conversation = talk.Conversation;
        if (talk.NewestTicket is { ResolvedAt: { } resolved } old && times[0] - resolved > TicketsStayResolved) old.Close();

        var chat = Open(talk, team, wording.Fill(story.Lines[0].Text ?? customer.Name, isOurs: false, Local(times[0])), times[0]);
        List<Message> said = [];
        foreach (var (line, at) in story.Lines.Zip(times))
        {
            var isOurs = line.From is not MessageDirection.Inbound;
            if (isOurs && chat.Status is ChatStatus.Waiting) chat.Take(agent!.Id, at - TimeSpan.FromSeconds(20));
            var quoted = line.QuotesBack is { } back ? said[^back] : null;
            var message = new Message
            {
                TenantId = number.Company.Id, Id = MessageId.New(at), ConversationId = conversation.Id, ChannelId = number.Id, ChatId = chat.Id,
                Direction = line.From, Kind = line.Kind, At = at, StoredAt = at, Text = (line.EditedFrom ?? line.Text) is { } text ? wording.Fill(text, isOurs, Local(at)) : null,
                AuthorId = isOurs ? agent!.Id : null, Wamid = line.From is MessageDirection.Internal ? null : NewWamid(at),
                ClientKey = isOurs ? Uuid7.New(at).ToString("N") : null, QuotedWamid = quoted?.Wamid, QuotedId = quoted?.Id, Content = line.Content?.ToJson(),
            };
            said.Add(message);
            Rows.Add(message);
            if (line.EditedFrom is not null)
                Rows.AddRange(message.Edit([], NewWamid(at), wording.Fill(line.Text!, isOurs, Local(at)), at + TimeSpan.FromSeconds(25), at));
            if (line.IsRevoked) message.Revoke(at + TimeSpan.FromSeconds(12));
            File(line, message, isOver);
            React(line, message, agent, at);
            switch (line.From)
            {
                case MessageDirection.Inbound:
                    conversation.Received(message);
                    Rows.Add(DefaultTariff.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Receive, at, at));
                    break;
                case MessageDirection.Outbound:
                    conversation.Added(message);
                    Send(line, message);
                    break;
            }
            if (isOurs) conversation.Unread = 0;
        }
        if (isOver) End(talk, chat, agent!, times[^1] + TimeSpan.FromSeconds(75));
    }

    /// <summary>The chat with its ticket from the first second, opened by the product's own rule.</summary>
    private Chat Open(Talk talk, Team team, string subject, DateTimeOffset at)
    {
        var opened = ChatForMessage.Choose(null, talk.NewestTicket, talk.Conversation, team.Id, subject, at, at);
        Rows.Add(opened.Chat);
        if (opened.Ticket is { } ticket && ticket != talk.NewestTicket)
        {
            talk.NewestTicket = ticket;
            Tickets.Add(ticket);
            Rows.Add(ticket);
        }
        if (opened.Action is { } action) Rows.Add(action);
        if (_audiences.Add((talk.Contact, team)))
            Rows.Add(new ContactAudience { TenantId = talk.Contact.TenantId, ContactId = talk.Contact.Id, GroupId = team.Id });
        return opened.Chat;
    }

    private void End(Talk talk, Chat chat, Employee agent, DateTimeOffset at)
    {
        chat.Close(agent.Id, at);
        talk.Conversation.Unread = 0;
        var ticket = talk.NewestTicket!;
        Note(TicketActionKind.Transcript, chat.Id);
        if (ticket.Resolve(at) is { } resolved) Note(resolved, null);

        void Note(TicketActionKind kind, ChatId? of) => Rows.Add(new TicketAction
        {
            TenantId = ticket.TenantId, Id = TicketActionId.New(at), TicketId = ticket.Id, Kind = kind, At = at, AuthorId = agent.Id, ChatId = of,
        });
    }

    private void Send(Line line, Message message)
    {
        var charge = DefaultTariff.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Send, message.At, message.At);
        Rows.Add(charge);
        message.Advance(DeliveryStatus.Sent, message.At + TimeSpan.FromSeconds(1));
        if (line.Failure is { } failure)
        {
            var failedAt = message.At + TimeSpan.FromSeconds(3);
            message.Fail(SendFailures.CodeFor(failure), failure, failedAt);
            Rows.Add(LedgerSteps.Reverse([charge], failedAt, failedAt)!);
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
            // WhatsApp tells the name of a document alone.
            FileName = line.Kind is MessageKind.Document ? file.FileName : null, Sha256 = file.Sha256, Size = file.Bytes.Length,
        });
        // Small pictures, lengths and waveforms for what is looked at first; elsewhere the file itself is shown.
        if (!isOver && line.Kind is (MessageKind.Image or MessageKind.Voice))
            Rows.Add(new Job { TenantId = message.TenantId, Id = Uuid7.New(message.At), Kind = JobKinds.CopyMedia, SubjectId = message.Id.Value, DueAt = message.At });
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

    private Talk TalkOf(Customer customer, CompanyNumber number, DateTimeOffset at)
    {
        if (_talks.TryGetValue((number, customer), out var known)) return known;
        var contact = ContactOf(customer, number.Company, at);
        var talk = new Talk(new Conversation
        {
            TenantId = number.Company.Id, Id = ConversationId.New(at), ChannelId = number.Id, ContactId = contact.Id, LastActivityAt = at,
        }, contact);
        Rows.Add(talk.Conversation);
        return _talks[(number, customer)] = talk;
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

    /// <summary>When each line is said, from the first on: people read, look things up and type. Whole seconds, as WhatsApp has them.</summary>
    private static List<TimeSpan> Schedule(Story story, int turn)
    {
        var times = new List<TimeSpan> { TimeSpan.Zero };
        var isServed = false;
        foreach (var (place, line) in story.Lines.Index().Skip(1))
        {
            var isOurs = line.From is not MessageDirection.Inbound;
            // Differs from line to line and is the same in every demo.
            var spread = (turn * 7 + place * 13) % 41;
            var pause = line.After
                ?? (isOurs && !isServed ? TimeSpan.FromSeconds(70 + spread * 9) : isOurs ? TimeSpan.FromSeconds(30 + spread * 2) : TimeSpan.FromSeconds(14 + spread));
            isServed |= isOurs;
            times.Add(times[^1] + pause);
        }
        return times;
    }
}
