namespace Balcao.Simulator;

/// <summary>All settings; the defaults are those of the demo. Bound from the section <c>Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Simulator";

    /// <summary>The addresses to listen on, separated by semicolons; port 0 for any free one.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5090";

    /// <summary>
    /// The address at which clients reach the simulator, if it differs from the listen address (behind a proxy).
    /// </summary>
    public string? PublicUrl { get; set; }

    public string AppId { get; set; } = "700600500400300";
    public string AppName { get; set; } = "Balcao";

    /// <summary>Key of the signature on every webhook.</summary>
    public string AppSecret { get; set; } = "demo-app-secret";

    /// <summary>The token for every account that has no token of its own.</summary>
    public string AccessToken { get; set; } = "demo-access-token";

    /// <summary>The WhatsApp Business Accounts; empty means the demo account with its two numbers.</summary>
    public IReadOnlyList<BusinessAccount> Accounts { get; set; } = [];

    /// <summary>The customers' phones that exist from the start; null means the phones of the demo.</summary>
    public IReadOnlyList<NewPhone>? Phones { get; set; }

    public WebhookOptions Webhook { get; set; } = new();
    public StatusOptions Statuses { get; set; } = new();
    public LimitOptions Limits { get; set; } = new();
    public MediaOptions Media { get; set; } = new();
    public TemplateOptions Templates { get; set; } = new();
    public LogOptions Logs { get; set; } = new();

    /// <summary>How a free-form message outside the 24-hour window fails.</summary>
    public WindowCheck Window { get; set; } = WindowCheck.Late;

    /// <summary>What happens to a message for a phone that does not exist.</summary>
    public UnknownRecipient UnknownRecipients { get; set; } = UnknownRecipient.CreatePhone;

    /// <summary>
    /// From this instant on service messages are billable (Meta, pricing updates, 2026); before, they are free.
    /// </summary>
    public DateTimeOffset ServiceMessagesBillableFrom { get; set; } = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time zone of the phones (IANA name); the system's own if the system does not know the name.</summary>
    public string TimeZone { get; set; } = "America/Sao_Paulo";

    internal TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Local;

    internal IReadOnlyList<BusinessAccount> AccountsOrDemo => Accounts is [] ? [BusinessAccount.Demo] : Accounts;
    internal IReadOnlyList<NewPhone> PhonesOrDemo => Phones ?? NewPhone.DemoCast;
}

/// <summary>A WhatsApp Business Account (WABA) and the numbers registered in it.</summary>
public sealed class BusinessAccount
{
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The token for this account only; null means <see cref="SimulatorOptions.AccessToken"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>False: no webhooks are sent until the app calls <c>POST /{waba}/subscribed_apps</c>, as at Meta.</summary>
    public bool Subscribed { get; set; } = true;

    public IReadOnlyList<BusinessNumber> Numbers { get; set; } = [];

    public static BusinessAccount Demo => new()
    {
        Id = "900800700600500",
        Name = "Loja Aurora",
        Numbers =
        [
            new() { Id = "100200300400500", DisplayPhoneNumber = "+55 11 4000-0500", VerifiedName = "Loja Aurora" },
            new() { Id = "100200300400501", DisplayPhoneNumber = "+55 11 4000-0501", VerifiedName = "Loja Aurora Assistência" },
        ],
    };
}

public sealed class BusinessNumber
{
    /// <summary>Meta's phone number id, not the number people dial.</summary>
    public string Id { get; set; } = "";
    public string DisplayPhoneNumber { get; set; } = "";
    public string VerifiedName { get; set; } = "";
    public string QualityRating { get; set; } = "GREEN";
    public string ThroughputLevel { get; set; } = "STANDARD";

    internal string Digits => Phones.PhoneNumbers.Digits(DisplayPhoneNumber);
}

/// <summary>A customer to create: a phone, a username, or both. <see cref="WaId"/> null means only a username.</summary>
public sealed class NewPhone
{
    public string Name { get; set; } = "";

    /// <summary>Digits with the country code, no plus.</summary>
    public string? WaId { get; set; }
    public string? Username { get; set; }

    /// <summary>Business-scoped user id; derived from the phone or username when absent.</summary>
    public string? UserId { get; set; }

    public static IReadOnlyList<NewPhone> DemoCast =>
    [
        new() { Name = "Dona Lúcia", WaId = "5511999990001" },
        // For area codes above 30, WhatsApp's id lacks the ninth digit that people dial: +55 31 98888-0002.
        new() { Name = "Marcos", WaId = "553188880002" },
        new() { Name = "Júlia", WaId = "5521977770003", Username = "julia.prado" },
        new() { Name = "Theo", Username = "theo.anon" },
    ];
}

public sealed class WebhookOptions
{
    /// <summary>The app's callback; overridden per account and per number through the API.</summary>
    public string Url { get; set; } = "http://127.0.0.1:5080/webhooks/whatsapp";
    public string VerifyToken { get; set; } = "demo-verify-token";

    /// <summary>An answer later than this counts as failed.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Waits between attempts; the last one repeats until <see cref="GiveUpAfter"/>. Empty means the default schedule.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryGaps { get; set; } = [];

    /// <summary>7 days (Meta, Cloud API throughput page, Dec 2025).</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The largest number of simultaneous attempts, over all conversations.</summary>
    public int Concurrency { get; set; } = 32;

    internal IReadOnlyList<TimeSpan> GapsOrDefault => RetryGaps is [] ? DefaultGaps : RetryGaps;

    // Meta says "immediately, then with decreasing frequency" and gives no figures.
    static readonly TimeSpan[] DefaultGaps =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];
}

/// <summary>The delays of the statuses of a message to a customer, each counted from the status before.</summary>
public sealed class StatusOptions
{
    public TimeSpan SentAfter { get; set; } = TimeSpan.FromMilliseconds(120);
    public TimeSpan DeliveredAfter { get; set; } = TimeSpan.FromMilliseconds(350);
    public TimeSpan ReadAfter { get; set; } = TimeSpan.FromMilliseconds(900);

    /// <summary>False: messages are accepted, and no status follows except for failures.</summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>Meta's sending limits (Cloud API throughput and rate-limit pages, Dec 2025).</summary>
public sealed class LimitOptions
{
    /// <summary>
    /// Error 131056: one message per <see cref="PairInterval"/> to the same customer, with bursts of up to
    /// <see cref="PairBurst"/>.
    /// </summary>
    public bool PairRate { get; set; } = true;
    public TimeSpan PairInterval { get; set; } = TimeSpan.FromSeconds(6);
    public int PairBurst { get; set; } = 45;

    /// <summary>Error 130429: messages per second of one number, received and sent ones together.</summary>
    public bool Throughput { get; set; } = true;
    public int MessagesPerSecond { get; set; } = 80;
}

public sealed class MediaOptions
{
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromMinutes(5);
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromDays(30);
    public TimeSpan InboundLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long to wait for a <c>link</c> that the business wants to send.</summary>
    public TimeSpan LinkTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

public sealed class TemplateOptions
{
    /// <summary>True: approved templates exist from the start.</summary>
    public bool Seeded { get; set; } = true;

    /// <summary>The time from PENDING to APPROVED or REJECTED; then the webhook is sent.</summary>
    public TimeSpan ReviewAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A new template whose name contains this text is rejected.</summary>
    public string RejectedWhenNamed { get; set; } = "reject";
}

/// <summary>How many entries each log keeps; 0 keeps none, for load tests.</summary>
public sealed class LogOptions
{
    public int Calls { get; set; } = 2000;
    public int Webhooks { get; set; } = 2000;

    /// <summary>Messages accepted from the business, each a small record.</summary>
    public int Received { get; set; } = 200_000;
}

public enum WindowCheck { Late, Sync, Off }

public enum UnknownRecipient { CreatePhone, Undeliverable }
