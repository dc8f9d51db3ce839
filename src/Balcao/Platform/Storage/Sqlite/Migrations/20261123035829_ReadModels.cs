using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Balcao.Platform.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReadModels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "contact_words",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact_words", x => x.number);
                    table.ForeignKey(
                        name: "FK_contact_words_contacts_tenant_id_contact_id",
                        columns: x => new { x.tenant_id, x.contact_id },
                        principalTable: "contacts",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "feed_followers",
                columns: table => new
                {
                    tenant_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_followers", x => new { x.tenant_id, x.name });
                });

            migrationBuilder.CreateTable(
                name: "message_words",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_words", x => x.number);
                    table.ForeignKey(
                        name: "FK_message_words_messages_tenant_id_message_id",
                        columns: x => new { x.tenant_id, x.message_id },
                        principalTable: "messages",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_chats_closed",
                table: "chats",
                columns: new[] { "tenant_id", "closed_at", "id" },
                filter: "status = 'Closed'");

            migrationBuilder.CreateIndex(
                name: "IX_contact_words_tenant_id_contact_id",
                table: "contact_words",
                columns: new[] { "tenant_id", "contact_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_message_words_tenant_id_message_id",
                table: "message_words",
                columns: new[] { "tenant_id", "message_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_words");

            migrationBuilder.DropTable(
                name: "feed_followers");

            migrationBuilder.DropTable(
                name: "message_words");

            migrationBuilder.DropIndex(
                name: "ix_chats_closed",
                table: "chats");
        }
    }
}
