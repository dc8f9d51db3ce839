using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Balcao.Tests.Architecture;

/// <summary>What no compiler checks about the files of this repository.</summary>
public sealed partial class SourceTests
{
    /// <summary>Files, and classes of several files, that stay long, and why cutting them would not help the reader.</summary>
    static readonly Dictionary<string, string> LongForAReason = new()
    {
        ["src/Balcao/Channels/WhatsApp/Inbound/InboundWorld"] = "what one batch knows: the files load, read and add to the same rows and look-ups",
        ["src/Balcao/Channels/WhatsApp/Sending/SendTurn"] = "one transaction: what is settled and what is claimed decide over the same number and its outbox",
        ["src/Balcao.Client/Conversations/Composer"] = "one component: text, files, voice and draft switch one another on and off",
        ["src/Balcao.Simulator/Graph/OutboundRules.cs"] = "the limits of every kind of outbound message, read against one table of the reference",
        ["src/Balcao.Simulator/Webhooks/WebhookDeliveries.cs"] = "one delivery from first try to giving up, with the faults that bend it",
        ["tests/Balcao.Tests/Channels/WhatsApp/IdentityTests.cs"] = "who a customer is: phones, user ids and the notices that change them, with one set of customers and helpers",
        ["tests/Balcao.WhatsApp.Tests/Webhooks/MessageTests.cs"] = "each type of message as Meta sends it: long by its samples, one test a type",
        ["tests/Balcao.WhatsApp.Tests/Webhooks/SplittingTests.cs"] = "what becomes of one body: each part under its own name, whatever is damaged beside it",
    };

    [Fact]
    public void What_is_long_has_a_reason()
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
    public void A_class_is_as_long_as_its_files_together(string declaration, int lines, string one, string other, string found) =>
        Assert.Equal(found, string.Join(' ', LongSources.In(
            from path in new[] { one, other }
            select (path, (IReadOnlyCollection<string>)[declaration, .. Enumerable.Repeat("", lines - 1)])).Order(StringComparer.Ordinal)));

    /// <summary>Files that read who is in a contact's audience or in a group: one to say what that lets them see, the others for another end.</summary>
    static readonly Dictionary<string, string> ReadersOfAudiences = new()
    {
        ["src/Balcao/Contacts/Visibility.cs"] = "says which agent sees what",
        ["src/Balcao/Contacts/ContactTables.cs"] = "maps the table",
        ["src/Balcao/Channels/WhatsApp/Inbound/InboundWorldLoading.cs"] = "writes it: which rows are there already",
        ["src/Balcao/Chats/MergeContacts.cs"] = "moves its rows",
        ["src/Balcao/ChatGroups/ChatGroupTables.cs"] = "maps the table",
        ["src/Balcao/ChatGroups/ChatGroupItems.cs"] = "lists a group's members",
        ["src/Balcao/ChatGroups/GroupContent.cs"] = "changes a group's members",
        ["src/Balcao/ChatGroups/GetMe.cs"] = "tells people their own groups",
    };

    [Fact]
    public void Which_agent_sees_what_is_said_in_one_place()
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
    public void A_second_saying_of_what_an_agent_sees_is_recognised(string line, bool isRead) => Assert.Equal(isRead, AudienceRead().IsMatch(line));

    [GeneratedRegex(@"\bContactAudiences\b|<ContactAudience>|contact_audiences|\bChatGroupMemberships\b|<ChatGroupMembership>")]
    private static partial Regex AudienceRead();

    [Fact]
    public void Work_put_off_has_an_issue_number() => Findings.AssertNone(
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
    public void Work_put_off_is_recognised(string line, bool lacksNumber) => Assert.Equal(lacksNumber, PutOff().IsMatch(line));

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
