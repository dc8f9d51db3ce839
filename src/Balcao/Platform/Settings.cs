using Balcao.Contract;

namespace Balcao.Platform;

/// <summary>What an operator of the installation sets, by environment (<c>Balcao__Database</c>) or <c>appsettings.json</c>.</summary>
public sealed class Settings
{
    /// <summary>Empty: SQLite in the data folder. Else a PostgreSQL connection string of the role the server works as.</summary>
    public string Database { get; set; } = "";

    /// <summary>PostgreSQL only: a connection string of the role that owns the tables and migrates them. Empty: <see cref="Database"/>.</summary>
    public string DatabaseOwner { get; set; } = "";

    /// <summary>SQLite's file, media and, unless <see cref="Key"/> is set, the key that wraps secrets.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Where to listen, separated by semicolons.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>How people reach the server, for links. Empty: the first of <see cref="Urls"/>.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Base64 of 32 bytes that wrap the keys in the database. Empty: made once into the data folder.</summary>
    public string Key { get; set; } = "";

    /// <summary>How long the journal is kept; at least 10, since WhatsApp repeats for 7.</summary>
    public int JournalDays { get; set; } = 30;

    public WhatsAppSettings WhatsApp { get; set; } = new();

    /// <summary>Where the phones of a simulator are, for the sign-in page of a demo world.</summary>
    public string PhonesUrl { get; set; } = "";

    /// <summary>Who to sign in as, for the sign-in page of a demo world; empty everywhere else.</summary>
    public IReadOnlyList<DemoHint> DemoHints { get; set; } = [];

    public bool IsPostgres => Database.Length > 0;

    public string OwnUrl => (PublicUrl.Length > 0 ? PublicUrl : Urls.Split(';')[0]).TrimEnd('/');
}

public sealed class WhatsAppSettings
{
    /// <summary>Without the version.</summary>
    public string GraphUrl { get; set; } = "https://graph.facebook.com";

    public string GraphVersion { get; set; } = "v25.0";

    /// <summary>Every secret that may sign a webhook: more than one while a secret is being rotated.</summary>
    public List<string> AppSecrets { get; set; } = [];

    public string VerifyToken { get; set; } = "";

    /// <summary>How many updates may wait in one lane; beyond it a webhook is answered 503 and WhatsApp repeats it.</summary>
    public int LaneCapacity { get; set; } = 8_000;
}
