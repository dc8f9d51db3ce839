using System.ComponentModel.DataAnnotations;
using Balcao.Contract;

namespace Balcao.Platform;

/// <summary>
/// What the operator of an installation configures, by environment variables (<c>Balcao__Database</c>) or
/// <c>appsettings.json</c>. Read and checked by <see cref="SettingsReader"/>.
/// </summary>
public sealed class Settings : IValidatableObject
{
    /// <summary>Empty: SQLite in the data folder. Otherwise a PostgreSQL connection string, with the role the server uses.</summary>
    [PostgresConnection]
    public string Database { get; set; } = "";

    /// <summary>
    /// PostgreSQL only: a connection string with the role that owns and migrates the tables. Empty:
    /// <see cref="Database"/>.
    /// </summary>
    [PostgresConnection]
    public string DatabaseOwner { get; set; } = "";

    /// <summary>For SQLite's file, media and, unless <see cref="Key"/> is set, the key that encrypts secrets.</summary>
    [Required(ErrorMessage = "must name a folder.")]
    public string DataFolder { get; set; } = "data";

    /// <summary>The addresses to listen on, separated by semicolons.</summary>
    [ListenAddresses]
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>The address at which people reach the server, for links. Empty: the first of <see cref="Urls"/>.</summary>
    [WebAddress]
    public string PublicUrl { get; set; } = "";

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>) of the reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are
    /// believed. Empty: nobody's are.
    /// </summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>Base64 of the 32 bytes that encrypt the keys in the database. Empty: generated once in the data folder.</summary>
    [KeyOf32Bytes]
    public string Key { get; set; } = "";

    /// <summary>How many days the journal is kept; at least 10, because WhatsApp repeats for 7.</summary>
    [Range(1, 36_500, ErrorMessage = "must be 1 to 36500 days.")]
    public int JournalDays { get; set; } = 30;

    /// <summary>After how many days a resolved ticket is closed, so that the customer's next message opens a new one.</summary>
    [Range(1, 365, ErrorMessage = "must be 1 to 365 days.")]
    public int ResolvedTicketDays { get; set; } = 3;

    public WhatsAppSettings WhatsApp { get; set; } = new();

    public Limits Limits { get; set; } = new();

    /// <summary>The address of the simulator's phones, for the sign-in page of a demo.</summary>
    [WebAddress]
    public string PhonesUrl { get; set; } = "";

    /// <summary>Sign-in suggestions for the sign-in page of a demo; empty otherwise.</summary>
    public IReadOnlyList<DemoHint> DemoHints { get; set; } = [];

    public bool IsPostgres => Database.Length > 0;

    public string OwnUrl => (PublicUrl.Length > 0 ? PublicUrl : Urls.Split(';')[0]).TrimEnd('/');

    /// <summary>People reach the server by https. Behind a proxy that terminates TLS the requests themselves are http.</summary>
    public bool IsHttps => OwnUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The name of the cookie of a sign-in. A browser takes a name with <c>__Host-</c> only over https, from this very host and for all
    /// paths (RFC 6265bis, 4.1.3.2), so that no neighbouring host can set it.
    /// </summary>
    public string SignInCookie => IsHttps ? "__Host-balcao" : "balcao";

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (DatabaseOwner.Length > 0 && !IsPostgres)
            yield return new($"is set, but {SettingsReader.NameOf(nameof(Database))} is not: without it SQLite is used.", [nameof(DatabaseOwner)]);
    }
}

public sealed class WhatsAppSettings
{
    /// <summary>Without the version.</summary>
    [Required(ErrorMessage = "must be an address.")]
    [WebAddress]
    public string GraphUrl { get; set; } = "https://graph.facebook.com";

    [RegularExpression(@"v\d+\.\d+", ErrorMessage = "must be a version such as v25.0.")]
    [Required(ErrorMessage = "must be a version such as v25.0.")]
    public string GraphVersion { get; set; } = "v25.0";

    /// <summary>Every secret that may sign a webhook: more than one while a secret is being rotated.</summary>
    [NoneBlank]
    public List<string> AppSecrets { get; set; } = [];

    public string VerifyToken { get; set; } = "";

    /// <summary>How many updates may wait in one lane; if it is full a webhook is answered 503 and WhatsApp repeats it.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000 updates.")]
    public int LaneCapacity { get; set; } = 8_000;
}
