using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Balcao.Client.Audit;
using Balcao.Client.Chats;
using Balcao.Client.Conversations;
using Balcao.Client.Plans;
using Balcao.Client.Shell;
using Balcao.Client.Texts;
using Balcao.Contract;

namespace Balcao.Client.Tests.Texts;

public sealed partial class TextsTests
{
    // Keys made of a prefix and a name: every name must have its text.
    private static readonly Dictionary<string, string[]> Families = new()
    {
        ["Blocked."] = [.. Enum.GetNames<Blocked>().Except([nameof(Blocked.No)])],
        ["Kind."] = Enum.GetNames<MessageKind>(),
        ["Placeholder."] = [.. Placeholders.Names],
        ["Unsupported."] = [.. Placeholders.UnsupportedNames],
        ["ConsentSource."] = Enum.GetNames<ConsentSource>(),
        ["NumberNotice."] = Enum.GetNames<NumberNoticeKind>(),
        ["Severity."] = Enum.GetNames<NoticeSeverity>(),
        ["Tick."] = [.. Enum.GetNames<Tick>().Except([nameof(Tick.None)])],
        ["Urgency."] = Enum.GetNames<Urgency>(),
        ["Theme."] = Enum.GetNames<ThemeChoice>(),
        ["Role."] = Enum.GetNames<Role>(),
        ["RoleText."] = [nameof(Role.Agent), nameof(Role.Administrator)],
        ["Presence."] = Enum.GetNames<Presence>(),
        ["Status."] = Enum.GetNames<ChatStatus>(),
        ["Origin."] = Enum.GetNames<ChatOrigin>(),
        ["Ticket."] = Enum.GetNames<TicketStatus>(),
        ["TicketAction."] = Enum.GetNames<TicketActionKind>(),
        ["TicketDue."] = Enum.GetNames<TicketDueKind>(),
        ["TicketField."] = ["status", "reason", "owner", "group", "urgency", "subject", "tags", "category", "mergedFrom", "mergedInto", "link"],
        ["TicketFieldKind."] = Enum.GetNames<TicketFieldKind>(),
        ["TicketUrgency."] = Enum.GetNames<TicketUrgency>(),
        ["TicketOrder."] = Enum.GetNames<TicketOrder>(),
        ["TicketsChange."] = Enum.GetNames<TicketsChange>(),
        ["TemplateCategory."] = Enum.GetNames<TemplateCategory>(),
        ["TemplateQuality."] = Enum.GetNames<TemplateQuality>(),
        ["TemplateStatus."] = Enum.GetNames<TemplateStatus>(),
        ["Holiday."] = Enum.GetNames<Holiday>(),
        ["NumberStatus."] = Enum.GetNames<NumberStatus>(),
        ["Identity."] = Enum.GetNames<IdentityKind>(),
        ["Scope."] = [.. Permission.OfTenants],
        ["ScopeText."] = [.. Permission.OfTenants],
        ["Emoji."] = [.. Emoji.Groups.Select(g => g.Name)],
        ["FileAs."] = [nameof(SendAs.Document), nameof(SendAs.Sticker)],
        ["Help."] = ["Palette", "NextChat", "PreviousChat", "Walk", "Send", "NewLine", "SendAndClose", "Macros", "Variables", "Escape", "This"],
        ["Variable."] = [.. VariableNames.All],
        ["ChargeType."] = Enum.GetNames<ChargeType>(),
        ["MetaCategory."] = [.. MetaWords.Names],
        ["MetaDifference."] = Enum.GetNames<MetaDifferenceKind>(),
        ["ContractStatus."] = Enum.GetNames<ContractStatus>(),
        ["PlanRequestKind."] = Enum.GetNames<PlanRequestKind>(),
        ["PlanRequestStatus."] = Enum.GetNames<PlanRequestStatus>(),
        ["RequestEffect."] = Enum.GetNames<PlanRequestKind>(),
        ["AuditKind."] = Enum.GetNames<SecurityEventKind>(),
        ["AuditSubject."] = [.. AuditWords.Subjects],
        ["FieldName."] = [.. FieldWords.Fields],
        ["AuditField."] = [.. AuditWords.Fields],
        ["AuditRequestKind."] = Enum.GetNames<PlanRequestKind>(),
        ["AuditRequestStatus."] = Enum.GetNames<PlanRequestStatus>(),
    };

    public static TheoryData<string> Languages => [.. Preferences.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_every_text(string language) =>
        Assert.Equal(KeysOf("pt-BR"), KeysOf(language));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_takes_the_same_arguments_in_every_language(string language)
    {
        var (house, other) = (TextsOf("pt-BR"), TextsOf(language));
        Assert.All(house, text => Assert.Equal(ArgumentsOf(text.Value), ArgumentsOf(other[text.Key])));
    }

    [Fact]
    public void Every_key_the_screens_use_has_a_text()
    {
        var texts = TextsOf("pt-BR");
        Assert.Equal([], UsedKeys().Where(key => !texts.ContainsKey(key)).Distinct());
    }

    [Fact]
    public void Every_text_is_used()
    {
        var used = UsedKeys().ToHashSet();
        // MudBlazor requests its own texts by name.
        Assert.Equal([], TextsOf("pt-BR").Keys.Where(key => !used.Contains(key) && !key.StartsWith("Mud.", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> UsedKeys()
    {
        var literals = SourceFiles().SelectMany(file => Key().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value).Where(KeysOf("pt-BR").Contains);
        // Every literal used as a key, whether or not its text exists.
        var asked = SourceFiles().SelectMany(file => Asked().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value).Where(k => !k.EndsWith('.'));
        return literals.Concat(asked).Concat(Families.SelectMany(f => f.Value.Select(name => f.Key + name)));
    }

    private static IEnumerable<string> SourceFiles()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Balcao.slnx"))) folder = folder.Parent;
        var client = Path.Combine(folder.FullName, "src", "Balcao.Client");
        return Directory.EnumerateFiles(client, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> TextsOf(string language)
    {
        var culture = language == Preferences.Languages[0] ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        var resources = new ResourceManager(typeof(Text)).GetResourceSet(culture, createIfNotExists: true, tryParents: false)
            ?? new ResourceManager(typeof(Text)).GetResourceSet(CultureInfo.InvariantCulture, true, true)!;
        return resources.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    private static SortedSet<string> KeysOf(string language) => new(TextsOf(language).Keys, StringComparer.Ordinal);

    private static string ArgumentsOf(string text) => string.Join(',', Argument().Matches(text).Select(m => m.Value).Distinct().Order());

    [GeneratedRegex("\"([A-Z][A-Za-z]*\\.[A-Za-z]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("[Tt](?:ext)?\\[\"([A-Z][A-Za-z]*\\.[A-Za-z]*)\"")]
    private static partial Regex Asked();

    [GeneratedRegex("\\{[0-9]\\}")]
    private static partial Regex Argument();
}
