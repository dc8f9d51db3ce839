using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.Platform;

/// <summary>What is wrong with a setting is said at the start, in one line that names it; nothing runs on a setting nobody meant.</summary>
public sealed class SettingsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string NoSuch = ": there is no such setting.";

    [Theory, Finding("O4")]
    [InlineData("Balcao:Databse", "Host=db", "Balcao__Databse" + NoSuch + " Did you mean Balcao__Database?")]
    [InlineData("Balcao:datafoldr", "x", "Balcao__datafoldr" + NoSuch + " Did you mean Balcao__DataFolder?")]
    [InlineData("Balcao:WhatsApp:AppSecret", "s", "Balcao__WhatsApp__AppSecret" + NoSuch + " Did you mean Balcao__WhatsApp__AppSecrets__0?")]
    [InlineData("Balcao:WhatsApp:VreifyToken", "s", "Balcao__WhatsApp__VreifyToken" + NoSuch + " Did you mean Balcao__WhatsApp__VerifyToken?")]
    [InlineData("Balcao:AppSecrets:0", "s", "Balcao__AppSecrets__0" + NoSuch + " Did you mean Balcao__WhatsApp__AppSecrets__0?")]
    [InlineData("Balcao:DemoHints:0:Mail", "s", "Balcao__DemoHints__0__Mail" + NoSuch + " Did you mean Balcao__DemoHints__0__Email?")]
    [InlineData("Balcao:Colour", "blue", "Balcao__Colour" + NoSuch)]
    [InlineData("Balcao:Key:Of", "x", "Balcao__Key__Of" + NoSuch)]
    [InlineData("WhatsApp:AppSecret", "s", "WhatsApp__AppSecret" + NoSuch + " Did you mean Balcao__WhatsApp__AppSecrets__0?")]
    [InlineData("Balco:Key", "s", "Balco__Key" + NoSuch + " Did you mean Balcao__Key?")]
    [InlineData("BALCAO_DATABASE", "Host=db", "BALCAO_DATABASE" + NoSuch + " Did you mean Balcao__Database?")]
    public void A_name_that_does_not_exist_is_refused_with_the_nearest(string key, string value, string line) =>
        Assert.Equal(line, Assert.Single(Faults((key, value))));

    [Theory, Finding("O4")]
    [InlineData("Balcao:PublicUrl", "balcao.example.org", "Balcao__PublicUrl: must be an address")]
    [InlineData("Balcao:PublicUrl", "ftp://balcao.example.org", "Balcao__PublicUrl: must be an address")]
    [InlineData("Balcao:PublicUrl", "https://balcao.example.org/?a=b", "Balcao__PublicUrl: must be an address")]
    [InlineData("Balcao:Urls", "127.0.0.1:5080", "Balcao__Urls: must be addresses")]
    [InlineData("Balcao:Urls", "http://127.0.0.1:5080;lan", "Balcao__Urls: must be addresses")]
    [InlineData("Balcao:Key", "not Base64, a s3cret", "Balcao__Key: must be the Base64 of 32 bytes")]
    [InlineData("Balcao:Key", "AAAA", "Balcao__Key: must be the Base64 of 32 bytes")]
    [InlineData("Balcao:JournalDays", "abc", "Balcao__JournalDays: must be a whole number.")]
    [InlineData("Balcao:JournalDays", "", "Balcao__JournalDays: must be a whole number.")]
    [InlineData("Balcao:JournalDays", "-3", "Balcao__JournalDays: must be 1 to")]
    [InlineData("Balcao:Database", "db.example.org", "Balcao__Database: must be a PostgreSQL connection string")]
    [InlineData("Balcao:Database", "Host=db;Pasword=s3cret", "Balcao__Database: must be a PostgreSQL connection string")]
    [InlineData("Balcao:DatabaseOwner", "Host=db;Username=owner", "Balcao__DatabaseOwner: is set, but Balcao__Database is not")]
    [InlineData("Balcao:DataFolder", "", "Balcao__DataFolder: must name a folder.")]
    [InlineData("Balcao:WhatsApp:GraphUrl", "graph.facebook.com", "Balcao__WhatsApp__GraphUrl: must be an address")]
    [InlineData("Balcao:WhatsApp:GraphVersion", "25", "Balcao__WhatsApp__GraphVersion: must be a version")]
    [InlineData("Balcao:WhatsApp:LaneCapacity", "0", "Balcao__WhatsApp__LaneCapacity: must be 1 to")]
    [InlineData("Balcao:WhatsApp:AppSecrets", "s3cret", "Balcao__WhatsApp__AppSecrets: is a list. Write Balcao__WhatsApp__AppSecrets__0")]
    [InlineData("Balcao:WhatsApp:AppSecrets:0", " ", "Balcao__WhatsApp__AppSecrets: holds an empty value")]
    [InlineData("Balcao:DemoHints:0:Role", "Chefe", "Balcao__DemoHints__0__Role: must be one of Agent")]
    public void A_value_that_is_none_is_refused_and_not_repeated(string key, string value, string line)
    {
        var fault = Assert.Single(Faults((key, value)));

        Assert.StartsWith(line, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
    }

    [Fact, Finding("O4")]
    public void All_that_is_wrong_is_said_at_once() => Assert.Equal(
        ["Balcao__Databse", "Balcao__JournalDays", "WhatsApp__VerifyToken"],
        Faults(("Balcao:Databse", "x"), ("Balcao:JournalDays", "abc"), ("WhatsApp:VerifyToken", "x")).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));

    [Fact, Finding("O4")]
    public void What_is_right_is_read_and_what_belongs_to_others_is_left_alone()
    {
        var settings = Read(
            ("Balcao:journaldays", "45"), ("Balcao:PublicUrl", "https://balcao.example.org"), ("Balcao:Urls", "http://[::1]:80;https://*:443"),
            ("Balcao:WhatsApp:AppSecrets:0", "novo"), ("Balcao:WhatsApp:AppSecrets:1", "velho"), ("Balcao:Database", "Host=db;Username=balcao_app"),
            ("Balcao:DemoHints:0:Name", "Ana"), ("Balcao:DemoHints:0:Role", "agent"), ("Balcao:DemoHints:0:Email", "a@b.example"), ("Balcao:DemoHints:0:Password", "x"),
            ("Logging:LogLevel:Default", "Warning"), ("Simulator:Urls", "http://127.0.0.1:1"), ("BALCAO_CHROMIUM", "/usr/bin/chromium"), ("DATABASE", "theirs"), ("PATH", "/bin"));

        Assert.Equal((45, "https://balcao.example.org", true), (settings.JournalDays, settings.OwnUrl, settings.IsPostgres));
        Assert.Equal(["novo", "velho"], settings.WhatsApp.AppSecrets);
        Assert.Equal("Ana", Assert.Single(settings.DemoHints).Name);
        Assert.Equal("http://127.0.0.1:5080", Read().OwnUrl);
    }

    [Theory, Finding("O4")]
    [InlineData("--Balcao:Databse=Host=db", "Balcao__Databse")]
    [InlineData("--Balcao:JournalDays=abc", "Balcao__JournalDays")]
    [InlineData("--Balcao:DataFolder=/proc/nowhere", "Balcao__DataFolder")]
    public async Task The_program_says_it_in_one_line_and_ends_with_1(string argument, string setting)
    {
        if (OperatingSystem.IsWindows()) return; // /proc
        using var errors = new StringWriter();

        Assert.Equal(1, await BalcaoServer.RunAsync([argument], errors));
        Assert.StartsWith(setting, Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory, Finding("O4")]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Where_nothing_can_be_received_a_warning_says_so(int secrets, int warnings)
    {
        var settings = new Settings { WhatsApp = new() { AppSecrets = [.. Enumerable.Repeat("segredo", secrets)] } };
        using var log = new RecordedLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));

        await new ReceivingNotice(settings, logs.CreateLogger<ReceivingNotice>()).StartAsync(Cancel);

        Assert.Equal(warnings, log.Lines.Count(line => line.Level is LogLevel.Warning && line.Text.Contains("Balcao__WhatsApp__AppSecrets__0", StringComparison.Ordinal)));
    }

    private static Settings Read(params IEnumerable<(string Key, string? Value)> given) =>
        SettingsReader.Read<Settings>(new ConfigurationBuilder().AddInMemoryCollection(given.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))).Build());

    private static string[] Faults(params IEnumerable<(string Key, string? Value)> given) =>
        Assert.Throws<StartRefusedException>(() => Read(given)).Message.Split('\n');
}
