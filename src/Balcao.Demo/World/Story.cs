using Balcao.Contract;
using Balcao.Conversations;

namespace Balcao.Demo.World;

/// <summary>The lines of one chat. Words in braces are replaced by <see cref="Wording"/>.</summary>
internal sealed record Story(params IReadOnlyList<Line> Lines);

/// <summary>One line of a chat: a message of the customer or of the agent, or an internal note.</summary>
/// <param name="After">The time since the previous line; null: a typical time.</param>
/// <param name="QuotesBack">Quotes the line that is this many lines before.</param>
/// <param name="Reaction">The reaction of the other side.</param>
/// <param name="Failure">Meta's error code, if the message did not reach the customer.</param>
/// <param name="Stops">The delivery status of a message of ours that was not read.</param>
/// <param name="EditedFrom">The text before the edit.</param>
/// <param name="IsRevoked">Deleted for everyone by its author.</param>
internal sealed record Line(
    MessageDirection From, MessageKind Kind, string? Text = null, MediaFile? File = null, MessageContent? Content = null,
    TimeSpan? After = null, int? QuotesBack = null, string? Reaction = null, int? Failure = null, DeliveryStatus? Stops = null,
    string? EditedFrom = null, bool IsRevoked = false)
{
    public Line Later(double minutes) => this with { After = TimeSpan.FromMinutes(minutes) };

    public Line Quoting(int linesBack) => this with { QuotesBack = linesBack };

    public Line Liked(string emoji = "👍") => this with { Reaction = emoji };

    /// <summary>The customer has not read it yet.</summary>
    public Line OnlyDelivered() => this with { Stops = DeliveryStatus.Delivered };

    public Line Edited(string from) => this with { EditedFrom = from };

    public Line Revoked() => this with { IsRevoked = true };

    /// <summary>The customer came through an advertisement.</summary>
    public Line FromAd(string headline, string body) =>
        this with { Content = new MessageContent { Referral = new ReferralItem("ad", "https://fb.me/3cr4Wqqkv", headline, body, "image", null) } };

    public Line FailedWith(int code) => this with { Failure = code };
}

/// <summary>Short names for the kinds of lines, to write stories with.</summary>
internal static class Telling
{
    public static Line Customer(string text) => new(MessageDirection.Inbound, MessageKind.Text, text);

    public static Line Agent(string text) => new(MessageDirection.Outbound, MessageKind.Text, text);

    public static Line Note(string text) => new(MessageDirection.Internal, MessageKind.Note, text);

    public static Line CustomerSends(MediaFile file, string? caption = null) => new(MessageDirection.Inbound, file.Kind, caption, file);

    public static Line AgentSends(MediaFile file, string? caption = null) => new(MessageDirection.Outbound, file.Kind, caption, file);

    public static Line Place(double latitude, double longitude, string name, string address) => new(
        MessageDirection.Inbound, MessageKind.Location, Content: new MessageContent { Location = new LocationItem(latitude, longitude, name, address) });

    public static Line Card(string name, string phone) => new(
        MessageDirection.Inbound, MessageKind.Contacts, Content: new MessageContent { Contacts = [new SharedContact(name, [phone], [], null)] });

    /// <summary>The customer pressed a button of a template.</summary>
    public static Line Pressed(string title, string payload) => new(
        MessageDirection.Inbound, MessageKind.ButtonReply, title, Content: new MessageContent { ReplyPayload = payload });
}

/// <summary>Replaces the words in braces: names, products, and the greeting for the time of day.</summary>
internal sealed class Wording(Customer customer, Employee? agent, int turn)
{
    // With the article that Portuguese requires.
    private static readonly (string Article, string Name)[] Products =
    [
        ("a", "geladeira Serrana 380 L"), ("o", "fogão Brasa 5 bocas"), ("a", "lavadora Maré 12 kg"), ("o", "sofá Ipê de 3 lugares"), ("a", "mesa Jatobá"),
        ("o", "guarda-roupa Cedro 6 portas"), ("a", "estante Araucária"), ("o", "micro-ondas Vela 30 L"), ("a", "cama box Sereno"), ("o", "rack Imbuia"),
        ("a", "escrivaninha Angelim"), ("o", "ar-condicionado Brisa 9.000"),
    ];

    public string Fill(string text, bool isOurs, DateTimeOffset localTime)
    {
        if (!text.Contains('{', StringComparison.Ordinal)) return text;
        var (article, product) = Products[turn % Products.Length];
        var isWoman = isOurs ? agent is { IsWoman: true } : customer.IsWoman;
        return text
            .Replace("{nome}", customer.FirstName, StringComparison.Ordinal)
            .Replace("{agente}", agent?.FirstName ?? "", StringComparison.Ordinal)
            .Replace("{saudacao}", localTime.Hour switch { < 5 => "Boa noite", < 12 => "Bom dia", < 18 => "Boa tarde", _ => "Boa noite" }, StringComparison.Ordinal)
            .Replace("{obrigado}", isWoman ? "obrigada" : "obrigado", StringComparison.Ordinal)
            .Replace("{Obrigado}", isWoman ? "Obrigada" : "Obrigado", StringComparison.Ordinal)
            .Replace("{pedido}", $"{48000 + turn * 37 % 1900}", StringComparison.Ordinal)
            .Replace("{o_produto}", $"{article} {product}", StringComparison.Ordinal)
            .Replace("{do_produto}", $"d{article} {product}", StringComparison.Ordinal)
            .Replace("{um_produto}", $"{(article == "a" ? "uma" : "um")} {product}", StringComparison.Ordinal);
    }
}
