using Balcao.Contract;

namespace Balcao.Client.Tests.World;

/// <summary>Example data of a bakery: waiting chats, chats in service, and one conversation with every kind of message.</summary>
public static class BusyDay
{
    public static FakeBalcao Open(TimeProvider time, AgentName me, Role role = Role.Agent)
    {
        var now = time.GetUtcNow();
        var fake = new FakeBalcao(time) { Me = A.Me(me, role, supervises: role == Role.Administrator) };
        Staff(fake, now);

        (string Name, string Phone, string Said, int Minutes, int Unread)[] waiting =
        [
            ("Marcos Vinícius Teixeira", "+5511988112233", "Bom dia, o bolo de casamento fica pronto na sexta?", 27, 3),
            ("Joana d'Arc Figueiredo", "+5521977665544", "Oi! Vocês entregam em Pinheiros?", 12, 1),
            ("Restaurante Sabor & Arte", "+551140028922", "Preciso de 40 pães de hambúrguer para amanhã cedo", 7, 2),
            ("Thiago", "+5531966554433", "Qual o valor da cesta de café da manhã?", 1, 1),
        ];
        foreach (var (name, phone, said, minutes, unread) in waiting)
            Begin(fake, now, name, phone, said, minutes, unread, null);

        Begin(fake, now, "Beatriz Amorim", "+5511955443322", "Perfeito, muito obrigada 🙏", 64, 0, A.Ana);
        Begin(fake, now, "Condomínio Jardim das Acácias", "+551130304040", "Pode mandar a nota fiscal no e-mail da administradora?", 95, 1, A.Ana);
        Begin(fake, now, "Paulo Henrique", "+5541944332211", "Estou na porta", 130, 0, A.Bruno);
        EveryKind(fake, now);
        return fake;
    }

    private static void Staff(FakeBalcao fake, DateTimeOffset now)
    {
        fake.Agents.AddRange(
        [
            new(A.Ana.Id, A.Ana.Name, "ana@padaria.exemplo", Role.Agent, true, Presence.Available),
            new(A.Bruno.Id, A.Bruno.Name, "bruno@padaria.exemplo", Role.Agent, true, Presence.Away),
            new(A.Clara.Id, A.Clara.Name, "clara@padaria.exemplo", Role.Administrator, true, Presence.Available),
            new(AgentId.New(now), "Davi Moreira", "davi@padaria.exemplo", Role.Agent, false, Presence.Offline),
        ]);
        fake.Groups.AddRange(
        [
            new(A.Encomendas.Id, "Encomendas", "Padaria Estrela", true, [new(A.Ana.Id, A.Ana.Name, true, false), new(A.Bruno.Id, A.Bruno.Name, true, false), new(A.Clara.Id, A.Clara.Name, false, true)]),
            new(ChatGroupId.New(now), "Financeiro", "Financeiro", true, [new(A.Clara.Id, A.Clara.Name, true, true)]),
        ]);
        fake.Numbers.AddRange(
        [
            new(A.Number.Id, A.Number.Display, "106540352242922", "102290129340398", NumberStatus.Active, A.Encomendas, 0),
            new(ChannelId.New(now), "+55 11 4000-0501", "106540352242923", "102290129340398", NumberStatus.Active, null, 14),
        ]);
        fake.Tokens.AddRange(
        [
            new(ApiTokenId.New(now), "ERP da padaria", [Permission.Read], A.Clara, now.AddDays(-40), now.AddMinutes(-3), null),
            new(ApiTokenId.New(now), "Planilha antiga", [Permission.Read, Permission.ServeChats], A.Clara, now.AddDays(-200), null, now.AddDays(-90)),
        ]);
        fake.Tenants.AddRange([A.Padaria, new(TenantId.New(now), "Clínica Bem Viver", "America/Manaus", false), new(TenantId.New(now), "Auto Peças União", "America/Sao_Paulo", true)]);
        fake.Hints.AddRange(
        [
            new("Ana Ribeiro", Role.Agent, "ana@padaria.exemplo", "demo-balcao"), new("Bruno Costa", Role.Agent, "bruno@padaria.exemplo", "demo-balcao"),
            new("Clara Nunes", Role.Administrator, "clara@padaria.exemplo", "demo-balcao"), new("Olga Prado", Role.Operator, "olga@balcao.exemplo", "demo-balcao"),
        ]);
        fake.Files["bolo.svg"] = (Picture("#F2C79B", "#8C4A2F"), "image/svg+xml");
        fake.Files["fachada.svg"] = (Picture("#9BC4E2", "#3D5A73"), "image/svg+xml");
        fake.Files["recado.wav"] = (Silence(), "audio/wav");
    }

    private static void Begin(FakeBalcao fake, DateTimeOffset now, string name, string phone, string said, int minutes, int unread, AgentName? agent)
    {
        var chat = A.Chat(name, agent is null ? ChatStatus.Waiting : ChatStatus.InService, agent, unread: unread, protocol: 1040 + fake.Chats.Count) with
        {
            WaitingSince = now.AddMinutes(-minutes),
            StartedAt = agent is null ? null : now.AddMinutes(-minutes + 2),
            WindowEndsAt = now.AddMinutes(-Math.Min(minutes, 9)).AddHours(24),
        };
        fake.Put(chat with { Contact = chat.Contact with { Phone = phone } });
        fake.Put(A.Message(chat, MessageDirection.Inbound, now.AddMinutes(-minutes), agent is null ? said : "Bom dia! Tudo bem?"));
        if (agent is null) return;
        fake.Put(A.Message(chat, MessageDirection.Outbound, now.AddMinutes(-minutes + 3), "Bom dia! Como posso ajudar?", agent));
        fake.Put(A.Message(chat, MessageDirection.Inbound, now.AddMinutes(-minutes / 4), said));
    }

    private static void EveryKind(FakeBalcao fake, DateTimeOffset now)
    {
        var conversation = ConversationId.New(now);
        var lucia = A.Contact("Dona Lúcia Andrade", "+5511987654321", "donalucia");
        var yesterday = A.Chat("", ChatStatus.Closed, A.Bruno, conversation: conversation, protocol: 987) with
        {
            Contact = lucia, WaitingSince = now.AddDays(-1).AddHours(-3), StartedAt = now.AddDays(-1).AddHours(-3).AddMinutes(2), ClosedAt = now.AddDays(-1).AddHours(-2),
            Ticket = new(TicketId.New(now.AddDays(-1)), 987, TicketStatus.Resolved),
        };
        var today = A.Chat("", ChatStatus.InService, A.Ana, conversation: conversation, protocol: 1051, unread: 2) with
        {
            Contact = lucia, WaitingSince = now.AddMinutes(-52), StartedAt = now.AddMinutes(-50), WindowEndsAt = now.AddMinutes(47),
        };
        fake.Put(yesterday);
        fake.Put(today);

        var old = yesterday.WaitingSince;
        fake.Put(In(yesterday, old, "Boa tarde, vocês fazem pão sem glúten?"));
        fake.Put(Out(yesterday, old.AddMinutes(3), "Boa tarde, Dona Lúcia! Fazemos sim, às terças e sextas.", A.Bruno));
        fake.Put(In(yesterday, old.AddMinutes(5), "Que bom. Passo na sexta então 😊"));
        fake.Put(Out(yesterday, old.AddMinutes(6), "Combinado! Até lá.", A.Bruno));

        var at = today.WaitingSince;
        fake.Put(In(today, at, "Bom dia! Quero encomendar um bolo para domingo"));
        var picture = In(today, at.AddMinutes(1), "Algo assim, para umas 20 pessoas") with { Kind = MessageKind.Image, Media = Media("bolo.svg", "image/svg+xml", null, 84_000), Reactions = [new("❤️", A.Ana)] };
        fake.Put(picture);
        fake.Put(A.Message(today, MessageDirection.Internal, at.AddMinutes(3), "Cliente antiga. Prefere *retirar na loja* e pagar no dinheiro.", A.Ana) with { Kind = MessageKind.Note });
        var offer = Out(today, at.AddMinutes(4), "Lindo! Esse fica R$ 189,90 com recheio de brigadeiro. Detalhes em https://padaria.exemplo/bolos", A.Ana) with
        {
            Quote = new(picture.Id, MessageDirection.Inbound, MessageKind.Image, picture.Text),
            Reactions = [new("👍", null)],
        };
        fake.Put(offer);
        fake.Put(In(today, at.AddMinutes(6), null) with { Kind = MessageKind.Voice, Media = Media("recado.wav", "audio/wav", null, 21_000) });
        fake.Put(In(today, at.AddMinutes(7), null) with { Kind = MessageKind.Location, Location = new(-23.5614, -46.6559, "Salão de festas Alvorada", "Av. Paulista, 900 · Bela Vista") });
        fake.Put(In(today, at.AddMinutes(8), null) with { Kind = MessageKind.Contacts, Contacts = [new("Carlos Andrade", ["+55 11 98888-7777"], ["carlos@exemplo.com"], "Andrade Eventos")] });
        fake.Put(Out(today, at.AddMinutes(12), null, A.Ana) with { Kind = MessageKind.Document, Media = Media("fachada.svg", "application/pdf", "Orçamento 1051 - bolo 20 pessoas.pdf", 248_000), Delivery = DeliveryStatus.Delivered });
        fake.Put(In(today, at.AddMinutes(20), "Aceito o orçamento") with { Kind = MessageKind.ButtonReply, ReplyPayload = "quote:1051:accept" });
        fake.Put(In(today, at.AddMinutes(21), null) with { Kind = MessageKind.Unsupported, RawType = "poll_creation" });
        fake.Put(In(today, at.AddMinutes(22), "Segue o comprovante") with { Kind = MessageKind.Image, Media = new(MediaState.Failed, null, "image/jpeg", null, 310_000, false) });
        fake.Put(In(today, at.AddMinutes(23), null) with { Kind = MessageKind.Document, Media = new(MediaState.Pending, null, "application/pdf", "comprovante.pdf", 96_000, false) });
        fake.Put(Out(today, at.AddMinutes(30), "Recebi o orçamento aceito, obrigada! Falta só o comprovante.", A.Ana) with { Delivery = DeliveryStatus.Delivered });
        fake.Put(Out(today, at.AddMinutes(31), "Pode mandar de novo?", A.Ana) with { Delivery = DeliveryStatus.Sent });
        fake.Put(Out(today, at.AddMinutes(32), "Seu pedido foi anotado.", A.Ana) with
        {
            Delivery = DeliveryStatus.Queued,
            Failure = new("send.recipientUnavailable", "O WhatsApp não conseguiu entregar: o telefone está fora do ar há muito tempo. Tente de novo mais tarde.", 131026),
        });
        fake.Put(In(today, at.AddMinutes(44), "Oi, deu certo?"));
        fake.Put(In(today, at.AddMinutes(45), "👍"));
    }

    private static MessageItem In(ChatItem chat, DateTimeOffset at, string? text) => A.Message(chat, MessageDirection.Inbound, at, text);

    private static MessageItem Out(ChatItem chat, DateTimeOffset at, string? text, AgentName author) => A.Message(chat, MessageDirection.Outbound, at, text, author);

    private static MediaItem Media(string file, string type, string? name, long size) => new(MediaState.Stored, "/api/media/" + file, type, name, size, false);

    private static byte[] Picture(string back, string front) => System.Text.Encoding.UTF8.GetBytes(
        $"<svg xmlns='http://www.w3.org/2000/svg' width='640' height='480'><rect width='640' height='480' fill='{back}'/><ellipse cx='320' cy='360' rx='220' ry='60' fill='#fff'/><rect x='160' y='220' width='320' height='130' rx='18' fill='{front}'/><rect x='210' y='140' width='220' height='90' rx='14' fill='{front}' opacity='.85'/><circle cx='320' cy='120' r='22' fill='#C81E3A'/></svg>");

    // One second of 8 kHz, 8-bit silence.
    private static byte[] Silence()
    {
        var wav = new byte[44 + 8000];
        "RIFF"u8.CopyTo(wav);
        BitConverter.TryWriteBytes(wav.AsSpan(4), 36 + 8000);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BitConverter.TryWriteBytes(wav.AsSpan(16), 16);
        BitConverter.TryWriteBytes(wav.AsSpan(20), (short)1);
        BitConverter.TryWriteBytes(wav.AsSpan(22), (short)1);
        BitConverter.TryWriteBytes(wav.AsSpan(24), 8000);
        BitConverter.TryWriteBytes(wav.AsSpan(28), 8000);
        BitConverter.TryWriteBytes(wav.AsSpan(32), (short)1);
        BitConverter.TryWriteBytes(wav.AsSpan(34), (short)8);
        "data"u8.CopyTo(wav.AsSpan(36));
        BitConverter.TryWriteBytes(wav.AsSpan(40), 8000);
        wav.AsSpan(44).Fill(128);
        return wav;
    }
}
