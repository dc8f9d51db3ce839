using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Balcao.Tests.Architecture;

/// <summary>Rules about the repository's files that the compiler does not check.</summary>
[WithoutDatabase]
public sealed partial class SourceTests
{
    /// <summary>
    /// Long files, and long classes of several files, with the reason why splitting them would not help the reader.
    /// </summary>
    static readonly Dictionary<string, string> LongForAReason = new()
    {
        ["src/Balcao/Channels/WhatsApp/Inbound/InboundWorld"] = "the data of one batch: all files use the same rows and look-ups",
        ["src/Balcao/Channels/WhatsApp/Sending/SendTurn"] = "one transaction: writing answers and claiming rows change the same number and its outbox",
        ["src/Balcao.Contract/BalcaoApi.cs"] = "every call of the API, in one list",
        ["src/Balcao.Client/ChatGroups/GroupPage"] = "one form: all fields of a group are read, checked and saved together",
        ["src/Balcao.Client/Tickets/TicketsPage"] = "one list: filters, order, pages and changes follow one address",
        ["src/Balcao.Client/Conversations/Composer"] = "one component: text, files, voice and draft enable and disable each other",
        ["src/Balcao.Simulator/Graph/OutboundRules.cs"] = "the limits of every kind of outbound message, read against one table of the reference",
        ["src/Balcao.Simulator/Webhooks/WebhookDeliveries.cs"] = "one delivery from the first try to giving up, with the faults that change it",
        ["tests/Balcao.Tests/Channels/WhatsApp/IdentityTests.cs"] = "a customer's identity: phones, user ids and the notices that change them, with shared customers and helpers",
        ["tests/Balcao.Client.Tests/World/FakeBalcao.cs"] = "the server for tests of screens: one answer for each call",
        ["tests/Balcao.WhatsApp.Tests/Webhooks/MessageTests.cs"] = "one test for each type of message; long because of Meta's samples",
        ["tests/Balcao.WhatsApp.Tests/Webhooks/SplittingTests.cs"] = "one test for each way in which a body is split or damaged",
    };

    [Fact]
    public void Every_long_file_or_class_has_a_reason()
    {
        string[] tooLong =
        [
            .. LongSources.In(
                from file in SourceTree.Files(["src", "tests", "benchmarks"], ".cs", ".razor", ".css", ".js")
                select (SourceTree.NameOf(file), (IReadOnlyCollection<string>)File.ReadAllLines(file.FullName))),
        ];

        Findings.AssertNone(
        [
            .. tooLong.Except(LongForAReason.Keys).Select(name => $"{name} is long: does it hold two capabilities? If not, give the reason."),
            .. LongForAReason.Keys.Except(tooLong).Select(name => $"{name} is not long any more: take its reason away."),
        ]);
    }

    [Theory]
    [InlineData("public sealed partial class Till", 150, "Shop/Till.cs", "Shop/TillRare.cs", "")]
    [InlineData("public sealed partial class Till", 151, "Shop/Till.cs", "Shop/TillRare.cs", "Shop/Till")]
    [InlineData("partial record struct Till(int Id)", 151, "Shop/Till.cs", "Shop/TillRare.cs", "Shop/Till")]
    [InlineData("public sealed partial class Till", 151, "Shop/Till.cs", "Stock/Till.cs", "")]
    [InlineData("public sealed partial class Till", 151, "Shop/Till.razor", "Shop/Till.razor.cs", "Shop/Till")]
    [InlineData("    private static partial class Inner", 151, "Shop/Till.cs", "Shop/Shelf.cs", "")]
    [InlineData("sealed class Till", 301, "Shop/Till.cs", "Shop/Shelf.css", "Shop/Shelf.css Shop/Till.cs")]
    public void The_length_of_a_class_is_the_sum_of_its_files(string declaration, int lines, string one, string other, string found) =>
        Assert.Equal(found, string.Join(' ', LongSources.In(
            from path in new[] { one, other }
            select (path, (IReadOnlyCollection<string>)[declaration, .. Enumerable.Repeat("", lines - 1)])).Order(StringComparer.Ordinal)));

    /// <summary>
    /// Files that read a contact's audience or a group's members: one decides what an agent sees, the others have another
    /// purpose.
    /// </summary>
    static readonly Dictionary<string, string> ReadersOfAudiences = new()
    {
        ["src/Balcao/Contacts/Visibility.cs"] = "decides which agent sees what",
        ["src/Balcao/Contacts/ContactTables.cs"] = "maps the table",
        ["src/Balcao/Channels/WhatsApp/Inbound/InboundWorldLoading.cs"] = "writes it, and needs to know the existing rows",
        ["src/Balcao/Chats/MergeContacts.cs"] = "moves its rows",
        ["src/Balcao/ChatGroups/ChatGroupTables.cs"] = "maps the table",
        ["src/Balcao/ChatGroups/ChatGroupItems.cs"] = "lists a group's members",
        ["src/Balcao/ChatGroups/GroupContent.cs"] = "changes a group's members",
        ["src/Balcao/ChatGroups/GetMe.cs"] = "shows people their own groups",
    };

    [Fact]
    public void Only_one_file_decides_which_agent_sees_what()
    {
        string[] readers =
        [
            .. from file in SourceTree.Files(["src"], ".cs")
               where File.ReadLines(file.FullName).Any(line => AudienceRead().IsMatch(line))
               select SourceTree.NameOf(file),
        ];

        Findings.AssertNone(
        [
            .. readers.Except(ReadersOfAudiences.Keys).Select(file => $"{file} reads who is in an audience or a group: ask Visibility instead, or give the reason."),
            .. ReadersOfAudiences.Keys.Except(readers).Select(file => $"{file} does not read it any more: take its reason away."),
        ]);
    }

    [Theory]
    [InlineData("return db.ContactAudiences.Any(a => a.GroupId == mine);", true)]
    [InlineData("var rows = db.Set<ContactAudience>().Where(a => a.ContactId == id);", true)]
    [InlineData("SELECT 1 FROM contact_audiences", true)]
    [InlineData("from m in db.ChatGroupMemberships where m.AgentId == agent.Id", true)]
    [InlineData("_rows.Add(new ContactAudience { ContactId = contact.Id, GroupId = chat.GroupId });", false)]
    [InlineData("private ILookup<ConversationId, ContactAudience> Audiences { get; }", false)]
    public void A_read_of_an_audience_or_a_group_is_recognised(string line, bool isRead) => Assert.Equal(isRead, AudienceRead().IsMatch(line));

    [GeneratedRegex(@"\bContactAudiences\b|<ContactAudience>|contact_audiences|\bChatGroupMemberships\b|<ChatGroupMembership>")]
    private static partial Regex AudienceRead();

    /// <summary>An element that is not in the page cannot be focused, and trying it ends the screen: only this file knows how.</summary>
    const string FocusesElements = "src/Balcao.Client/Shell/FocusRequest.cs";

    [Fact, Finding("U1")]
    public void Elements_are_focused_by_one_method_that_knows_whether_they_are_drawn() => Findings.AssertNone(
        from file in SourceTree.Files(["src/Balcao.Client"], ".cs", ".razor")
        where SourceTree.NameOf(file) != FocusesElements
        from line in File.ReadLines(file.FullName).Index()
        where FocusAsked().IsMatch(line.Item)
        select $"{SourceTree.NameOf(file)}:{line.Index + 1}: {line.Item.Trim()}");

    [Theory]
    [InlineData("if (firstRender) await _close.FocusAsync();", true)]
    [InlineData("await _input.FocusAsync(preventScroll: true);", true)]
    [InlineData("if (firstRender) await _close.FocusIfDrawnAsync();", false)]
    [InlineData("_composer?.Focus();", false)]
    public void A_focus_that_may_throw_is_recognised(string line, bool mayThrow) => Assert.Equal(mayThrow, FocusAsked().IsMatch(line));

    [GeneratedRegex(@"\.FocusAsync\(")]
    private static partial Regex FocusAsked();

    [Fact]
    public void Postponed_work_has_an_issue_number() => Findings.AssertNone(
        from file in SourceTree.Files(["src", "tests", "benchmarks", "dev", ".ci", "docs"], ".cs", ".razor", ".css", ".js", ".md", ".csproj", "")
        from line in File.ReadLines(file.FullName).Index()
        where PutOff().IsMatch(line.Item)
        select $"{SourceTree.NameOf(file)}:{line.Index + 1}: {line.Item.Trim()}");

    [Theory]
    [InlineData("// TO" + "DO: later", true)]
    [InlineData("// TO" + "DO(#12): later", false)]
    [InlineData("// TO" + "DO #12 later", false)]
    [InlineData("todo o atendimento", false)]
    [InlineData("TODOS", false)]
    public void Postponed_work_is_recognised(string line, bool lacksNumber) => Assert.Equal(lacksNumber, PutOff().IsMatch(line));

    [GeneratedRegex(@"\bTODO\b(?!\W{0,2}#\d)")]
    private static partial Regex PutOff();

    [Fact]
    public void Package_versions_are_in_one_place() => Findings.AssertNone(
        from file in SourceTree.Files(["src", "tests", "benchmarks"], ".csproj", ".props", ".targets")
        from element in XDocument.Load(file.FullName).Descendants()
        where element.Name.LocalName is "PackageReference" or "PackageVersion"
            && element.Attributes().Any(attribute => attribute.Name.LocalName is "Version" or "VersionOverride")
        select $"{SourceTree.NameOf(file)}: {element}");
}
